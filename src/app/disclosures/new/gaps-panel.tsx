"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Matrix } from "~/components/disclosures/matrix";
import { countOf, type Scene } from "~/components/disclosures/scene";
import { Notice } from "~/components/notice";
import type { Assessment } from "./assessment";

/** What stands in the way, kept up to date with every choice. `wrong`: what a try to propose found missing. */
export function GapsPanel({ assessment, scene, wrong }: { assessment: Assessment; scene: Scene; wrong: string | null }) {
  const t = useTranslations("disclosures");
  const gaps = assessment.at === "known" ? assessment.gaps : [];
  return (
    <Card title={t("new.gaps")}>
      {wrong && (
        <Notice live="assertive" tone="danger">
          <p>{wrong}</p>
        </Notice>
      )}
      <div aria-live="polite">
        {assessment.at === "nothing" && !wrong && <p>{t("gaps.nothingChosen")}</p>}
        {assessment.at === "checking" && <p>{t("gaps.checking")}</p>}
        {assessment.at === "failed" && (
          <Notice tone="attention">
            <p>{t("new.failedToAssess")}</p>
          </Notice>
        )}
        {assessment.at === "known" && gaps.length === 0 && (
          <Notice tone="ok">
            <p>{t("gaps.none")}</p>
          </Notice>
        )}
        {gaps.length > 0 && (
          <Notice title={t("gaps.count", { count: countOf(gaps, scene) })} tone="attention">
            <p>{t("gaps.explain")}</p>
          </Notice>
        )}
      </div>
      {assessment.at === "known" && <Matrix matrix={assessment.matrix} scene={scene} />}
    </Card>
  );
}
