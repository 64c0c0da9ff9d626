"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import type { KeyFault } from "~/components/custody/key-form";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import { heldBy, type Mine, type Wraps } from "~/components/custody/unlocking";
import { saveFile } from "~/components/disclosures/save-file";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { BagInWorker } from "~/components/originals/bag-in-worker";
import { useLanguage } from "~/components/translations";
import { originalPath } from "~/domain/dossier";
import type { Brought } from "~/domain/opening";
import { fetchFile } from "~/trpc/bytes";
import { trpc } from "~/trpc/client";
import { fetchOriginal } from "~/trpc/original";
import type { Outputs } from "~/trpc/types";

/** An original's number in the dossier, and the opening by which the reader has it. */
export type Original = { readonly exhibit: number; readonly openingId: string };

type Wrong = { readonly why: "differs" } | { readonly why: "failed"; readonly code: string; readonly where: string };

/** The reader's own key, then the originals, opened in a worker; then the rest from the server, and all of it in one file. */
export function DossierWithOriginals({ disclosure: { id: disclosureId, reference, ageKey }, originals, wraps }: {
  disclosure: Pick<Outputs["disclosures"]["read"], "id" | "reference" | "ageKey">;
  originals: readonly Original[];
  wraps: Wraps;
}) {
  const [t, dossier] = [useTranslations("dossier.originals"), useTranslations("dossier")];
  const [language, router] = [useLanguage(), useRouter()];
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const inWorker = useRef<BagInWorker>(null);
  useEffect(() => () => inWorker.current?.close(), []);
  const make = async (worker: BagInWorker, key: OwnKey, mine: Mine): Promise<KeyFault | null> => {
    const brought: Brought[] = [];
    for (const { exhibit, openingId } of originals) {
      const { original } = await trpc.originals.read.query({ openingId });
      const held = original.custodyKeyId === null ? null : heldBy(mine, key, original.custodyKeyId);
      if (!held) return "not-held";
      const locked = await fetchOriginal(openingId, "original");
      const found = await worker.open({
        path: `data/${originalPath(exhibit, original.format)}`, held, by: key.by, locked, digest: original.digest,
      });
      if (!found.ok) {
        if (found.why !== "differs") return found.why;
        setWrong({ why: "differs" });
        return null;
      }
      const { ok: _opened, ...listed } = found;
      brought.push({ openingId, ...listed });
    }
    const { bytes, type } = await fetchFile("/api/dossiers", { disclosureId, language, originals: brought });
    const { verdict, whole } = await worker.fill(bytes, ageKey);
    if (whole && ageKey === "") saveFile(`dossier-${reference}.zip`, new Blob([whole], { type }));
    else if (whole) saveFile(`dossier-${reference}.zip.age`, new Blob([whole], { type: "application/octet-stream" }));
    else if (!verdict.ok) setWrong({ why: "failed", code: verdict.code, where: verdict.where });
    router.refresh();
    return null;
  };
  const run = async (key: OwnKey, mine: Mine) => {
    setWrong(null);
    const worker = new BagInWorker();
    inWorker.current = worker;
    try {
      return await make(worker, key, mine);
    } finally {
      worker.close();
    }
  };
  return (
    <Card title={dossier("title")}>
      <UnlockForm icon="folder" run={run} submit={t("open")} wraps={wraps}>
        <p>{t("openExplain")}</p>
        <p>{dossier("explain")}</p>
        {ageKey !== "" && <p>{dossier.rich("sealing", { ageKey: filled(<Ltr mono>{ageKey}</Ltr>) })}</p>}
        <p>{dossier.rich("key", { ledger: (text) => <Link href="/ledger">{text}</Link> })}</p>
        {wrong && (
          <Notice live="assertive" tone="danger">
            <p>{t(wrong.why)}</p>
            {wrong.why === "failed" && (
              <p>
                <Ltr mono>{`${wrong.code} ${wrong.where}`}</Ltr>
              </p>
            )}
          </Notice>
        )}
      </UnlockForm>
    </Card>
  );
}
