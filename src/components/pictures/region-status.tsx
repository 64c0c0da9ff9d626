"use client";

import { useTranslations } from "use-intl";
import type { Refused } from "~/components/attempt";
import { Button } from "~/components/button";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";

export type Redaction = "none" | "pending" | "done" | "outdated";

type Props = {
  readonly unansweredCount: number;
  readonly dirty: boolean;
  readonly looked: boolean;
  readonly redaction: Redaction;
  readonly merged: number;
  readonly pending: boolean;
  readonly refused: Refused | null;
  readonly onSave: () => void;
  readonly onConfirm: () => void;
  readonly onBringIn: () => void;
};

/** How far the marking has come, and the two acts that carry it on: keep the marks, and say that they are all there. */
export function RegionStatus(props: Props) {
  const { unansweredCount, dirty, looked, redaction, merged, pending, refused, onSave, onConfirm, onBringIn } = props;
  const t = useTranslations("regions");
  const settled = looked && !dirty;
  return (
    <Stack gap="m">
      <p>{t("unansweredCount", { count: unansweredCount })}</p>
      {merged > 0 ? (
        <Notice live="polite" tone="attention">
          <p>{t("merged", { count: merged })}</p>
        </Notice>
      ) : null}
      {refused?.code === "changed-meanwhile" ? (
        <Notice live="assertive" tone="attention">
          <p>{t("changedMeanwhile")}</p>
          <div>
            <Button onClick={onBringIn}>{t("bringIn")}</Button>
          </div>
        </Notice>
      ) : (
        <RefusalNotice refused={refused} />
      )}
      <output>{dirty ? t("unsaved") : t("saved")}</output>
      <Button disabled={!dirty} onClick={onSave} pending={pending} wide>
        {t("save")}
      </Button>
      {settled ? <Outcome redaction={redaction} /> : <p>{t("notConfirmed")}</p>}
      {settled && redaction !== "outdated" ? null : (
        <>
          <Button icon="check" onClick={onConfirm} pending={pending} variant="primary" wide>
            {t("confirm")}
          </Button>
          <p>{t("confirmNote")}</p>
        </>
      )}
    </Stack>
  );
}

function Outcome({ redaction }: { readonly redaction: Redaction }) {
  const t = useTranslations("regions");
  if (redaction === "pending") return <Notice live="polite">{t("pending")}</Notice>;
  if (redaction === "outdated") return <Notice tone="attention">{t("outdated")}</Notice>;
  return (
    <Notice live="polite" tone="ok">
      <p>{t("confirmed")}</p>
      {redaction === "done" ? (
        <p>
          {t("done")} <a href="#redacted">{t("see")}</a>
        </p>
      ) : null}
    </Notice>
  );
}
