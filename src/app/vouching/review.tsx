"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Notice } from "~/components/notice";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";

/** That a vouch for the reader fell, and until when it has to be given anew. Whose it was is on the page below. */
export function Review({
  review,
  children,
}: {
  review: NonNullable<Outputs["vouching"]["mine"]["review"]>;
  children?: ReactNode;
}) {
  const t = useTranslations("vouching.review");
  const { missing, due } = review;
  return (
    <Notice title={t("title", { missing })} tone="attention">
      <p>{t.rich("text", { missing, time: filled(<Time at={due} />) })}</p>
      {children}
    </Notice>
  );
}
