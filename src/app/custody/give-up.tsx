"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** For who is about to leave: the server forgets what it kept for them, and the others are asked for another key. */
export function GiveUp({ onDone }: { onDone: () => void }) {
  const t = useTranslations("newKey.giveUp");
  const giveUp = async () => {
    await trpc.custodyKey.giveUp.mutate();
    onDone();
  };
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("explain")}</p>
        <Row>
          <ConfirmButton confirmLabel={t("confirm")} label={t("submit")} onConfirm={giveUp} title={t("question")}>
            <p>{t("care")}</p>
          </ConfirmButton>
        </Row>
      </Stack>
    </Card>
  );
}
