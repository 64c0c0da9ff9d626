"use client";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { heldBy } from "~/components/custody/held-by";
import { TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { OriginalInWorker } from "~/components/originals/in-worker";
import type { Opened } from "~/components/originals/original.worker";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { fetchOriginal } from "~/trpc/original";
import type { Outputs } from "~/trpc/types";
import { OpenOriginal } from "./open-original";

type Fault = Exclude<Opened, { ok: true }>["why"] | "failed";
type Original = { readonly id: string; readonly digest: string; readonly format: string; readonly custodyKeyId: string | null };
type Open = { readonly worker: OriginalInWorker; readonly opened: Extract<Opened, { ok: true }> };

/** The passphrase, then the original: fetched sealed, opened in a worker, and gone with this page. */
export function OpenHere({ opening, mine }: { opening: Original; mine: Outputs["custodyKey"]["mine"] }) {
  const t = useTranslations("originals.open");
  const wrong = useTranslations("custody.wrong");
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const sealed = useRef<ArrayBuffer>(null);
  useEffect(() => () => open?.worker.close(), [open]);
  const held = mine && opening.custodyKeyId ? heldBy(mine, opening.custodyKeyId) : null;
  if (!held)
    return (
      <Notice title={t("title")} tone="attention">
        <p>{t("notHeld")}</p>
      </Notice>
    );
  if (open) return <OpenOriginal format={opening.format} onClose={() => setOpen(null)} open={open} openingId={opening.id} />;
  const submit = () =>
    attempt(async () => {
      setFault(null);
      // Sealed, so it may stay: a passphrase that was mistyped does not take it out a second time.
      const locked = (sealed.current ??= await fetchOriginal(opening.id));
      const worker = new OriginalInWorker();
      const opened = await worker.open({ held, passphrase, locked, digest: opening.digest }).catch(() => null);
      if (opened?.ok) {
        setPassphrase("");
        setOpen({ worker, opened });
        return;
      }
      worker.close();
      setFault(opened?.why ?? "failed");
    });
  return (
    <Card title={t("title")}>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!pending) void submit();
        }}
      >
        <Stack gap="m">
          <p>{t("explain")}</p>
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
              <p>{fault === "not-ours" ? t("notOurs") : wrong(fault)}</p>
            </Notice>
          )}
          <RefusalNotice refused={refused} />
          <Row>
            <Button icon="key" pending={pending} type="submit" variant="primary">
              {t("submit")}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
