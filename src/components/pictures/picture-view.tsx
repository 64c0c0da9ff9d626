"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import type { Outputs } from "~/trpc/types";
import styles from "./item.module.css";

type Item = Outputs["evidence"]["read"];
type Which = "clean" | "redacted";

/** One copy of the picture at a time; opening it is recorded, so the clean one is loaded only when it is asked for. */
export function PictureView({ item }: { readonly item: Pick<Item, "clean" | "redacted" | "redaction"> }) {
  const t = useTranslations("item.picture");
  const { clean, redacted, redaction } = item;
  const [asked, setAsked] = useState<Which | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  // Whoever asked for nothing sees the less revealing copy, as soon as there is one.
  const which: Which = asked ?? (redacted ? "redacted" : "clean");
  const shown = which === "clean" ? clean : redacted;
  return (
    <Card title={clean ? t("title") : t("redactedTitle")}>
      {clean && redacted ? (
        <RadioGroupField
          inline
          label={t("which")}
          onChange={setAsked}
          options={[
            { value: "redacted", label: t("redacted") },
            { value: "clean", label: t("clean") },
          ]}
          required
          value={which}
        />
      ) : null}
      {shown ? (
        <img
          alt={which === "clean" ? t("cleanAlt") : t("redactedAlt")}
          className={styles.picture}
          height={shown.height}
          key={shown.derivativeId}
          onError={() => setFailed(shown.derivativeId)}
          src={`/api/derivatives/${shown.derivativeId}`}
          width={shown.width}
        />
      ) : null}
      {shown && failed === shown.derivativeId ? (
        <Notice live="polite" tone="danger">
          {t("loadFailed")}
        </Notice>
      ) : null}
      {redacted ? null : <p>{t("noRedacted")}</p>}
      {which === "redacted" && redaction === "outdated" ? <Notice tone="attention">{t("outdated")}</Notice> : null}
      <p className={styles.quiet}>{t("notShown")}</p>
    </Card>
  );
}
