"use client";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { useAttempt } from "./attempt";
import { Button } from "./button";
import { Card } from "./card";
import { RefusalNotice } from "./refusal-notice";
import { Row, Stack } from "./stack";

type Props = {
  readonly title: string;
  readonly agree: string;
  readonly decline: string;
  readonly decide: (agree: boolean) => Promise<unknown>;
  /** What is asked for. */
  readonly children: ReactNode;
};

/** For whoever did not ask: what another asked for is agreed to, or declined. */
export function AgreeOrDecline({ title, agree, decline, decide, children }: Props) {
  const router = useRouter();
  const [agreeing, setAgreeing] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const say = (agreed: boolean) => {
    setAgreeing(agreed);
    void attempt(async () => {
      await decide(agreed);
      router.refresh();
    });
  };
  return (
    <Card title={title}>
      <Stack gap="m">
        {children}
        <RefusalNotice refused={refused} />
        <Row>
          <Button disabled={pending && !agreeing} icon="check" onClick={() => say(true)} pending={pending && agreeing} variant="primary">
            {agree}
          </Button>
          <Button disabled={pending && agreeing} icon="stop" onClick={() => say(false)} pending={pending && !agreeing}>
            {decline}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}
