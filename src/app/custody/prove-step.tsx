"use client";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { Proven } from "~/components/custody/key.worker";
import { TypedCards, useTypedCards, type Typed } from "~/components/custody/typed-cards";
import { TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import type { Held } from "~/keyring/ceremony";
import type { Recovery } from "~/keyring/shares";
import { StepTitle } from "./step-title";

type Fault = Exclude<Proven, { ok: true }>["why"] | "failed";

async function proven(held: Held, typed: Typed, passphrase: string): Promise<Fault | null> {
  try {
    const result = await inWorker("prove", { held, passphrase, typed });
    return result.ok ? null : result.why;
  } catch {
    return "failed";
  }
}

/** @param props.use puts the key that was made to use, once the cards and the passphrase have brought it back */
export function ProveStep({ made, recovery, use, onRestart }: {
  made: Held;
  recovery: Recovery;
  use: () => Promise<void>;
  onRestart: () => void;
}) {
  const t = useTranslations("custody.prove");
  const wrong = useTranslations("custody.wrong");
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.focus(), []);
  const cards = useTypedCards(recovery.needed);
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const submit = () =>
    attempt(async () => {
      const typed = cards.check();
      setFault(null);
      if (!typed) return;
      const found = await proven(made, typed, passphrase);
      setFault(found);
      if (found) return;
      await use();
    });
  return (
    <Card title={<StepTitle number={3}>{t("title")}</StepTitle>}>
      <div ref={step} tabIndex={-1}>
        <form
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            if (!pending) void submit();
          }}
        >
          <Stack gap="m">
            <p>{t("why", { needed: recovery.needed })}</p>
            <TypedCards {...cards.fields} />
            <TextField
              autoComplete="off"
              error={fault === "wrong-passphrase" && wrong(fault)}
              label={t("passphrase")}
              onChange={(event) => setPassphrase(event.target.value)}
              required
              type="password"
              value={passphrase}
            />
            {fault && fault !== "wrong-passphrase" && (
              <Notice live="assertive" tone="danger">
                <p>{wrong(fault)}</p>
              </Notice>
            )}
            <RefusalNotice refused={refused} />
            <Row>
              <Button icon="lock" pending={pending} type="submit" variant="primary">
                {t("submit")}
              </Button>
              <span aria-live="polite">{pending && t("working")}</span>
            </Row>
            <Row>
              <Button disabled={pending} onClick={onRestart}>
                {t("restart")}
              </Button>
              <span>{t("restartHint")}</span>
            </Row>
          </Stack>
        </form>
      </div>
    </Card>
  );
}
