"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { KeyForm } from "~/components/custody/key-form";
import type { Made } from "~/components/custody/key.worker";
import { TypedCards, useTypedCards } from "~/components/custody/typed-cards";
import { Row } from "~/components/stack";
import type { Recovery } from "~/keyring/shares";
import { trpc } from "~/trpc/client";
import { StepTitle } from "./step-title";

/** What goes to the server from here is public, wrapped or sealed. */
export function ProveStep({ made, recovery, onDone, onRestart }: {
  made: Omit<Made, "cards">;
  recovery: Recovery;
  onDone: () => void;
  onRestart: () => void;
}) {
  const t = useTranslations("custody.prove");
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.focus(), []);
  const cards = useTypedCards(recovery.needed);
  const run = async (passphrase: string) => {
    const { member, recipient, mine, grant } = made;
    const held = { member, mine, grant, custody: recipient };
    const proven = await inWorker("prove", { held, by: { means: "passphrase", passphrase }, typed: cards.typed });
    if (!proven.ok) return proven.why;
    await trpc.custodyKey.set.mutate({ recipient, mine, grant, recovery });
    onDone();
    return null;
  };
  return (
    <Card title={<StepTitle number={3}>{t("title")}</StepTitle>}>
      <div ref={step} tabIndex={-1}>
        <KeyForm
          asksPassphrase
          footer={(pending) => (
            <Row>
              <Button disabled={pending} onClick={onRestart}>
                {t("restart")}
              </Button>
              <span>{t("restartHint")}</span>
            </Row>
          )}
          icon="lock"
          ready={cards.ready}
          run={run}
          submit={t("submit")}
          working={t("working")}
        >
          <p>{t("why", { needed: recovery.needed })}</p>
          <TypedCards {...cards.fields} />
        </KeyForm>
      </div>
    </Card>
  );
}
