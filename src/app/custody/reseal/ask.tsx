"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** Ask another reviewer to agree. @param props.again it was asked for before, and is over */
export function Ask({ again }: { again: boolean }) {
  const t = useTranslations("reseal.ask");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const ask = () =>
    attempt(async () => {
      await trpc.resealings.ask.mutate();
      router.refresh();
    });
  return (
    <Card title={t(again ? "again" : "title")}>
      <Stack gap="m">
        <p>{t("what")}</p>
        <p>{t("two")}</p>
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon="lock" onClick={() => void ask()} pending={pending} variant="primary">
            {t("submit")}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}

/** For either of the two, before the day is up. */
export function End({ resealingId }: { resealingId: string }) {
  const t = useTranslations("reseal.end");
  const router = useRouter();
  const end = async () => {
    await trpc.resealings.end.mutate({ resealingId });
    router.refresh();
  };
  return (
    <Row>
      <ConfirmButton confirmLabel={t("confirm")} icon="stop" label={t("submit")} onConfirm={end} title={t("title")}>
        <p>{t("explain")}</p>
      </ConfirmButton>
    </Row>
  );
}
