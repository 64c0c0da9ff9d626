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
type Packet = { readonly key: string; readonly locked: ArrayBuffer; readonly told: ArrayBuffer | null };
type Open = { readonly worker: OriginalInWorker; readonly opened: Extract<Opened, { ok: true }> };

/** The reader's own key, then the original: fetched sealed, opened in a worker, and gone with this page. */
export function OpenHere({ opening, wraps }: { opening: Original; wraps: Wraps }) {
  const t = useTranslations("originals.open");
  const [open, setOpen] = useState<Open | null>(null);
  const sealed = useRef<Packet>(null);
  const inWorker = useRef<OriginalInWorker>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      inWorker.current?.close();
    };
  }, []);
  const { id, custodyKeyId, digest, format, held: isHeld, told: hasTold } = opening;
  if (!isHeld || custodyKeyId === null)
    return (
      <Notice title={t("title")} tone="attention">
        <p>{t("notHeld")}</p>
      </Notice>
    );
  const close = () => {
    inWorker.current?.close();
    setOpen(null);
  };
  if (open) return <OpenOriginal format={format} hasTold={hasTold} onClose={close} open={open} openingId={id} />;
  const run = async (key: OwnKey, mine: Mine) => {
    // It may have been sealed anew since this page was drawn.
    const { original } = await trpc.originals.read.query({ openingId: id });
    const sealedTo = original.custodyKeyId ?? custodyKeyId;
    // Sealed, so it may stay: a passphrase that was mistyped does not take it out a second time.
    if (sealed.current?.key !== sealedTo) {
      const [locked, told] = [await fetchOriginal(id, "original"), hasTold ? await fetchOriginal(id, "told") : null];
      sealed.current = { key: sealedTo, locked, told };
    }
    const { locked, told } = sealed.current;
    const held = heldBy(mine, key, sealedTo);
    if (!held) return "not-held";
    if (left.current) return null;
    const worker = new OriginalInWorker();
    inWorker.current = worker;
    const opened = await worker.open({ held, by: key.by, digest, locked, told }).catch((error: unknown) => {
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
