"use client";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import { heldBy, type Mine, type Wraps } from "~/components/custody/unlocking";
import { Notice } from "~/components/notice";
import { OriginalInWorker } from "~/components/originals/in-worker";
import type { Opened } from "~/components/originals/original.worker";
import { trpc } from "~/trpc/client";
import { fetchOriginal } from "~/trpc/original";
import type { Outputs } from "~/trpc/types";
import { OpenOriginal } from "./open-original";

type Original = { readonly id: string } & Outputs["originals"]["read"]["original"];
type Open = { readonly worker: OriginalInWorker; readonly opened: Extract<Opened, { ok: true }> };

/** The reader's own key, then the original: fetched sealed, opened in a worker, and gone with this page. */
export function OpenHere({ opening, wraps }: { opening: Original; wraps: Wraps }) {
  const t = useTranslations("originals.open");
  const [open, setOpen] = useState<Open | null>(null);
  const sealed = useRef<{ locked: ArrayBuffer; told: ArrayBuffer | null }>(null);
  useEffect(() => () => open?.worker.close(), [open]);
  const { id, custodyKeyId, digest, format, held: isHeld, told: hasTold } = opening;
  if (!isHeld || custodyKeyId === null)
    return (
      <Notice title={t("title")} tone="attention">
        <p>{t("notHeld")}</p>
      </Notice>
    );
  if (open) return <OpenOriginal format={format} hasTold={hasTold} onClose={() => setOpen(null)} open={open} openingId={id} />;
  const run = async (key: OwnKey, mine: Mine) => {
    // Sealed, so it may stay: a passphrase that was mistyped does not take it out a second time.
    sealed.current ??= { locked: await fetchOriginal(id, "original"), told: hasTold ? await fetchOriginal(id, "told") : null };
    // It may have been sealed anew since this page was drawn.
    const { original } = await trpc.originals.read.query({ openingId: id });
    const held = heldBy(mine, key, original.custodyKeyId ?? custodyKeyId);
    if (!held) return "not-held";
    const worker = new OriginalInWorker();
    const opened = await worker.open({ held, by: key.by, digest, ...sealed.current }).catch((error: unknown) => {
      worker.close();
      throw error;
    });
    if (opened.ok) {
      setOpen({ worker, opened });
      return null;
    }
    worker.close();
    return opened.why;
  };
  return (
    <Card title={t("title")}>
      <UnlockForm run={run} submit={t("submit")} wraps={wraps}>
        <p>{t("explain")}</p>
      </UnlockForm>
    </Card>
  );
}
