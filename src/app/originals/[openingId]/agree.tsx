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

/** For a reviewer who is not the one who asked. */
export function Agree({ openingId }: { openingId: string }) {
  const t = useTranslations("originals.agree");
  const router = useRouter();
  const [agreeing, setAgreeing] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const decide = (agree: boolean) => {
    setAgreeing(agree);
    void attempt(async () => {
      await trpc.originals.decide.mutate({ openingId, agree });
      router.refresh();
    });
  };
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("explain")}</p>
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
