"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { KeyForm } from "~/components/custody/key-form";
import { TypedCards, useTypedCards } from "~/components/custody/typed-cards";
import { UnlockForm } from "~/components/custody/unlock-form";
import type { Wraps } from "~/components/custody/unlocking";
import { Row } from "~/components/stack";
import type { Held } from "~/keyring/ceremony";
import type { Recovery } from "~/keyring/shares";
import type { Means } from "~/keyring/wrap";
import { StepTitle } from "./step-title";

/**
 * @param props.wraps by what the maker's own key opens; null where it was made a moment ago, and a passphrase opens it
 * @param props.use puts the key that was made to use, once the cards and what opens the maker's key have brought it back
 */
export function ProveStep({ made, recovery, wraps, use, onRestart }: {
  made: Held;
  recovery: Recovery;
  wraps: Wraps | null;
  use: () => Promise<void>;
  onRestart: () => void;
}) {
  const t = useTranslations("custody.prove");
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.focus(), []);
  const cards = useTypedCards(recovery.needed);
  const prove = async (held: Held, by: Means) => {
    const proven = await inWorker("prove", { held, by, typed: cards.typed });
    if (!proven.ok) return proven.why;
    await use();
    return null;
  };
  const form = {
    ready: cards.ready,
    submit: t("submit"),
    working: t("working"),
    icon: "lock",
    footer: (pending: boolean) => (
      <Row>
        <Button disabled={pending} onClick={onRestart}>
          {t("restart")}
        </Button>
        <span>{t("restartHint")}</span>
      </Row>
    ),
    children: (
      <>
        <p>{t("why", { needed: recovery.needed })}</p>
        <TypedCards {...cards.fields} />
      </>
    ),
  } as const;
  return (
    <Card title={<StepTitle number={3}>{t("title")}</StepTitle>}>
      <div ref={step} tabIndex={-1}>
        {wraps ? (
          <UnlockForm {...form} run={(key) => prove({ ...made, mine: key.mine }, key.by)} wraps={wraps} />
        ) : (
          <KeyForm {...form} asksPassphrase run={(passphrase) => prove(made, { means: "passphrase", passphrase })} />
        )}
      </div>
    </Card>
  );
}
