"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { KeyForm } from "~/components/custody/key-form";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import { trpc } from "~/trpc/client";

/** Make a key of one's own, under a passphrase, and ask with it. @param props.again there is one, which this replaces */
export function AskToHold({ member, again, onDone }: { member: string; again: boolean; onDone: () => void }) {
  const t = useTranslations("custody.askToHold");
  const chosen = useNewPassphrase();
  const run = async () => {
    await trpc.custodyKey.ask.mutate(await inWorker("own", { member, passphrase: chosen.passphrase }));
    onDone();
    return null;
  };
  return (
    <Card title={t(again ? "again" : "title")}>
      <KeyForm quiet={again} ready={chosen.ready} run={run} submit={t("submit")}>
        <p>{t(again ? "explainAgain" : "explain")}</p>
        <NewPassphrase {...chosen.fields} />
      </KeyForm>
    </Card>
  );
}
