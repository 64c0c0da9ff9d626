"use client";
import { useTranslations } from "use-intl";
import { Notice } from "~/components/notice";
import type { Closing } from "~/domain/disclosure";

/** That nothing leaves any more, and why. */
export function Ended({ state, closing }: { state: "refused" | "closed"; closing: Closing | null }) {
  const t = useTranslations("disclosures.ended");
  return (
    <Notice title={t(state)} tone={closing === "withdrawn" ? "attention" : "info"}>
      {closing && <p>{t(closing)}</p>}
    </Notice>
  );
}
