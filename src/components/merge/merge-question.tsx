"use client";

import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import type { Keep } from "~/domain/merge";
import styles from "./merge-question.module.css";

export type Asked<F extends string> = {
  readonly field: F;
  readonly label: string;
  readonly mine: ReactNode;
  readonly theirs: ReactNode;
  /** Both can stand beside each other. */
  readonly joinable: boolean;
};

type Props<F extends string> = {
  readonly asked: readonly Asked<F>[];
  /** Given once every field has its answer; what was typed stays as it is until then. */
  readonly onAnswer: (answers: Readonly<Partial<Record<F, Keep>>>) => void;
};

/** The question that a lost edit would be without: both versions beside each other, field by field, and which is to be kept. */
export function MergeQuestion<F extends string>({ asked, onAnswer }: Props<F>) {
  const t = useTranslations("merge");
  const [answers, setAnswers] = useState<Partial<Record<F, Keep>>>({});
  const open = asked.some(({ field }) => answers[field] === undefined);
  return (
    <Card level={3} title={t("title")}>
      <Stack gap="m">
        <Notice live="polite" tone="attention">
          <p>{asked.length === 0 ? t("nothingAsked") : t("text")}</p>
        </Notice>
        {asked.map(({ field, label, mine, theirs, joinable }) => (
          <section className={styles.field} key={field}>
            <h4>{label}</h4>
            <div className={styles.beside}>
              <Version label={t("mine")}>{mine}</Version>
              <Version label={t("theirs")}>{theirs}</Version>
            </div>
            <RadioGroupField<Keep>
              inline
              label={label}
              onChange={(keep) => setAnswers({ ...answers, [field]: keep })}
              options={(["mine", "theirs", ...(joinable ? (["both"] as const) : [])] as const).map((value) => ({ value, label: t(value) }))}
              required
              value={answers[field] ?? null}
            />
          </section>
        ))}
        {asked.length > 0 ? <p>{t("savedNot")}</p> : null}
        <Row>
          <Button disabled={open} onClick={() => onAnswer(answers)} variant="primary">
            {t("use")}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}

function Version({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.version}>
      <span className={styles.whose}>{label}</span>
      <div dir="auto">{children}</div>
    </div>
  );
}
