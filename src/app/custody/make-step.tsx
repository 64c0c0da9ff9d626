"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { KeyForm } from "~/components/custody/key-form";
import type { Made } from "~/components/custody/key.worker";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import type { Recovery } from "~/keyring/shares";
import { RecoveryField, useRecovery } from "./recovery-field";
import { StepTitle } from "./step-title";

export function MakeStep({ member, onMade }: { member: string; onMade: (made: Made, recovery: Recovery) => void }) {
  const t = useTranslations("custody.make");
  const own = useNewPassphrase();
  const { recovery, fields } = useRecovery();
  const run = async () => {
    onMade(await inWorker("make", { member, passphrase: own.passphrase, recovery }), recovery);
    return null;
  };
  return (
    <Card title={<StepTitle number={1}>{t("title")}</StepTitle>}>
      <KeyForm ready={own.ready} run={run} submit={t("submit")} working={t("working")}>
        <NewPassphrase {...own.fields} />
        <RecoveryField {...fields} />
      </KeyForm>
    </Card>
  );
}
