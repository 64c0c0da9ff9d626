"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import { makeKey } from "./in-worker";
import type { KeyFile } from "./key-file";
import { StepTitle } from "./step-title";

const MIN_PASSPHRASE = 16;

export function MakeStep({ onMade }: { onMade: (made: KeyFile) => void }) {
  const t = useTranslations("custody.make");
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState<"tooShort" | "differs" | null>(null);
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const make = async () => {
    const fault = Array.from(passphrase).length < MIN_PASSPHRASE ? "tooShort" : passphrase === again ? null : "differs";
    setWrong(fault);
    if (fault) return;
    setState("working");
    try {
      onMade(await makeKey(passphrase));
    } catch {
      setState("failed");
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (state !== "working") void make();
  };
  return (
    <Card title={<StepTitle number={1}>{t("title")}</StepTitle>}>
      <form noValidate onSubmit={submit}>
        <Stack gap="m">
          <TextField
            autoComplete="new-password"
            error={wrong === "tooShort" && t("tooShort")}
            hint={t("passphraseHint")}
            label={t("passphrase")}
            onChange={(event) => setPassphrase(event.target.value)}
            required
            type="password"
            value={passphrase}
          />
          <TextField
            autoComplete="new-password"
            error={wrong === "differs" && t("differs")}
            label={t("again")}
            onChange={(event) => setAgain(event.target.value)}
            required
            type="password"
            value={again}
          />
          {state === "failed" && (
            <Notice live="assertive" tone="danger">
              <p>{t("failed")}</p>
            </Notice>
          )}
          <Row>
            <Button icon="key" pending={state === "working"} type="submit" variant="primary">
              {t("submit")}
            </Button>
            <span aria-live="polite">{state === "working" && t("working")}</span>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
