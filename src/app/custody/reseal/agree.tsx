"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** For a reviewer who has not asked, and who holds the key in use: whoever agrees checks. */
export function Agree({ resealingId, items }: { resealingId: string; items: number }) {
  const t = useTranslations("reseal.agree");
  const router = useRouter();
  const [agreeing, setAgreeing] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const decide = (agree: boolean) => {
    setAgreeing(agree);
    void attempt(async () => {
      await trpc.resealings.decide.mutate({ resealingId, agree });
      router.refresh();
    });
  };
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("what", { count: items })}</p>
        <p>{t("then")}</p>
        <RefusalNotice refused={refused} />
        <Row>
          <Button disabled={pending && !agreeing} icon="check" onClick={() => decide(true)} pending={pending && agreeing} variant="primary">
            {t("agree")}
          </Button>
          <Button disabled={pending && agreeing} icon="stop" onClick={() => decide(false)} pending={pending && !agreeing}>
            {t("decline")}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}
