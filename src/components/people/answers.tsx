"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import type { IconName } from "~/components/icon";
import type { Outputs } from "~/trpc/types";
import styles from "./people.module.css";

type Answer = Outputs["incidents"]["read"]["grantors"][number]["answers"][number];

export const answerLooks = {
  given: { tone: "ok", icon: "check" },
  refused: { tone: "danger", icon: "stop" },
  withdrawn: { tone: "danger", icon: "stop" },
  "ask-again": { tone: "attention", icon: "alert" },
  expired: { tone: "attention", icon: "clock" },
} as const satisfies Record<Answer["answer"], { tone: "ok" | "danger" | "attention"; icon: IconName }>;

/** What somebody last said, purpose by purpose. */
export function Answers({ answers }: { readonly answers: readonly Answer[] }) {
  const t = useTranslations("people");
  const terms = useTranslations("terms");
  if (answers.length === 0)
    return (
      <span className={styles.answers}>
        <Badge icon="alert" tone="attention">
          {t("notAsked")}
        </Badge>
      </span>
    );
  return (
    <span className={styles.answers}>
      {answers.map(({ purpose, answer, form }) => {
        const said = { purpose: terms(`purposes.${purpose}`), answer: terms(`answers.${answer}`) };
        return (
          <Badge key={purpose} {...answerLooks[answer]}>
            {answer === "given" ? t("answerForm", { ...said, form: terms(`forms.${form}`) }) : t("answer", said)}
          </Badge>
        );
      })}
    </span>
  );
}
