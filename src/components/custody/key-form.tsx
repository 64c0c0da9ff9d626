"use client";
import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import type { IconName } from "~/components/icon";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { KeyWorkFailed } from "./in-worker";
import type { Refused } from "./key.worker";

/** What can be wrong with what was typed, or with what the server keeps. */
export type KeyFault = Refused["why"] | "wrong-passkey" | "not-ours" | "not-held" | "no-keys" | "failed";

/** @returns what is wrong, or null where it went through */
type Run = (passphrase: string) => Promise<KeyFault | null>;

export type FormLooks = {
  submit: ReactNode;
  working?: string;
  icon?: IconName;
  ready?: () => boolean;
  footer?: (pending: boolean) => ReactNode;
  children?: ReactNode;
};

/**
 * Something that is done with the custody key, in a worker: what is typed, one button, and what was wrong.
 * @param props.asksPassphrase whether the reader's passphrase for it is typed, below whatever else is
 * @param props.ready whether what is typed above can be tried; it says itself what is wrong
 * @param props.otherwise another way to do the same, without what is typed
 * @param props.footer what else the reader can do, unless it is running
 * @param props.quiet that it is not what most readers are here for
 */
export function KeyForm({ submit, working, icon = "key", quiet = false, asksPassphrase = false, ready = () => true, run, otherwise, footer, children }: FormLooks & {
  quiet?: boolean;
  asksPassphrase?: boolean;
  run: Run;
  otherwise?: { readonly label: string; readonly run: () => Promise<KeyFault | null> };
}) {
  const t = useTranslations("custody");
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<KeyFault | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const go = (by: () => Promise<KeyFault | null>) =>
    attempt(async () => {
      setFault(null);
      const found = await by().catch((error: unknown) => {
        if (error instanceof KeyWorkFailed) return "failed" as const;
        throw error;
      });
      setFault(found);
      if (found === null) setPassphrase("");
    });
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!pending && ready()) void go(() => run(passphrase));
      }}
    >
      <Stack gap="m">
        {children}
        {asksPassphrase && (
          <TextField
            autoComplete="off"
            error={fault === "wrong-passphrase" && t(`wrong.${fault}`)}
            label={t("prove.passphrase")}
            onChange={(event) => setPassphrase(event.target.value)}
            required
            type="password"
            value={passphrase}
          />
        )}
        {fault && !(asksPassphrase && fault === "wrong-passphrase") && (
          <Notice live="assertive" tone="danger">
            <p>{t(`wrong.${fault}`)}</p>
          </Notice>
        )}
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon={icon} pending={pending} type="submit" variant={quiet ? "quiet" : "primary"}>
            {submit}
          </Button>
          {otherwise && (
            <Button disabled={pending} icon="key" onClick={() => ready() && void go(otherwise.run)}>
              {otherwise.label}
            </Button>
          )}
          {working && <span aria-live="polite">{pending && working}</span>}
        </Row>
        {footer?.(pending)}
      </Stack>
    </form>
  );
}
