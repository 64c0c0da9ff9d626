"use client";

import { useTranslations } from "use-intl";
import type { Refused } from "~/components/attempt";
import { Button } from "~/components/button";
import { RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { redactionMethods, type MarkCounts, type RedactionMethod } from "~/domain/evidence";

export type Redaction = "none" | "pending" | "done" | "outdated";
/** What was confirmed last. */
export type Confirmed = MarkCounts & { readonly method: RedactionMethod };

type Props = {
  readonly suggestionCount: number;
  readonly unansweredCount: number;
  readonly dirty: boolean;
  readonly looked: boolean;
  readonly redaction: Redaction;
  readonly confirmed: Confirmed | null;
  readonly method: RedactionMethod;
  readonly merged: number;
  readonly disputed: number;
  readonly pending: boolean;
  readonly refused: Refused | null;
  readonly onAcceptAll: () => void;
  readonly onMethod: (method: RedactionMethod) => void;
  readonly onSave: () => void;
  readonly onConfirm: () => void;
  readonly onBringIn: () => void;
};

/** How far the marking has come, and the acts that carry it on: keep the marks, choose the method, say that all is marked. */
export function RegionStatus(props: Props) {
  const { suggestionCount, unansweredCount, dirty, looked, redaction, confirmed, method, merged, disputed, pending, refused } = props;
  const t = useTranslations("regions");
  const settled = looked && !dirty && method === confirmed?.method;
  return (
    <Stack gap="m">
      {suggestionCount > 0 ? (
        <>
          <p>{t("suggestion.waiting", { count: suggestionCount })}</p>
          <Button onClick={props.onAcceptAll} wide>
            {t("suggestion.acceptAll", { count: suggestionCount })}
          </Button>
        </>
      ) : null}
      <p>{t("unansweredCount", { count: unansweredCount })}</p>
      {merged + disputed > 0 ? (
        <Notice live="polite" tone="attention">
          {merged > 0 ? <p>{t("merged", { count: merged })}</p> : null}
          {disputed > 0 ? <p>{t("disputed", { count: disputed })}</p> : null}
        </Notice>
      ) : null}
      {refused?.code === "changed-meanwhile" ? (
        <Notice live="assertive" tone="attention">
          <p>{t("changedMeanwhile")}</p>
          <div>
            <Button onClick={props.onBringIn}>{t("bringIn")}</Button>
          </div>
        </Notice>
      ) : (
        <RefusalNotice refused={refused} />
      )}
      <output>{dirty ? t("unsaved") : t("saved")}</output>
      <Button disabled={!dirty} onClick={props.onSave} pending={pending} wide>
        {t("save")}
      </Button>
      <RadioGroupField
        label={t("method.title")}
        onChange={props.onMethod}
        options={redactionMethods.map((value) => ({
          value, label: t(`method.${value}.name`), hint: t(`method.${value}.hint`),
        }))}
        required
        value={method}
      />
      {settled ? <Outcome confirmed={confirmed} redaction={redaction} /> : <p>{t("notConfirmed")}</p>}
      {settled && redaction !== "outdated" ? null : (
        <>
          <Button icon="check" onClick={props.onConfirm} pending={pending} variant="primary" wide>
            {t("confirm")}
          </Button>
          <p>{t("confirmNote")}</p>
        </>
      )}
    </Stack>
  );
}

function Outcome({ redaction, confirmed }: { readonly redaction: Redaction; readonly confirmed: Confirmed }) {
  const t = useTranslations("regions");
  const { suggested, accepted, dismissed, added } = confirmed;
  if (redaction === "pending") return <Notice live="polite">{t("pending")}</Notice>;
  if (redaction === "outdated") return <Notice tone="attention">{t("outdated")}</Notice>;
  return (
    <Notice live="polite" tone="ok">
      <p>{t("confirmed")}</p>
      <p>{t("counts", { suggested, accepted, dismissed, added })}</p>
      {redaction === "done" ? (
        <p>
          {t("done")} <a href="#redacted">{t("see")}</a>
        </p>
      ) : null}
    </Notice>
  );
}
