"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card as Sheet } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import type { Card, Recovery } from "~/keyring/shares";
import { StepTitle } from "./step-title";
import styles from "./custody.module.css";

/** The cards, to be printed or copied by hand: one to a page, and nothing else on it. They do not say what they open. */
export function CardsStep({ cards, recovery, onKept }: { cards: readonly Card[]; recovery: Recovery; onKept: () => void }) {
  const t = useTranslations("custody.cards");
  const step = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone.
  useEffect(() => step.current?.focus(), []);
  return (
    <div ref={step} tabIndex={-1}>
      <Stack>
        <div className={styles.screen}>
          <Sheet title={<StepTitle number={2}>{t("title")}</StepTitle>}>
            <Stack gap="m">
              <Notice live="polite" tone="ok">
                <p>{t("made")}</p>
              </Notice>
              <p>{t("what", recovery)}</p>
              <p>{t("keep", recovery)}</p>
              <Notice tone="attention">
                <p>{t("care")}</p>
              </Notice>
              <Row>
                <Button onClick={() => print()} variant="primary">
                  {t("print")}
                </Button>
                <Button onClick={onKept}>{t("next")}</Button>
              </Row>
            </Stack>
          </Sheet>
        </div>
        <ol className={styles.cards}>
          {cards.map(({ set, lines }, i) => (
            <li className={styles.part} key={lines[0]}>
              <p className={styles.partTitle}>{t("part", { number: i + 1, parts: recovery.parts, needed: recovery.needed })}</p>
              <p>
                {t("set")} <Ltr mono>{set}</Ltr>
              </p>
              <ol className={styles.lines} data-testid="card">
                {lines.map((line) => (
                  <li key={line}>
                    <Ltr mono>{line}</Ltr>
                  </li>
                ))}
              </ol>
              <p className={styles.partFoot}>{t("foot")}</p>
            </li>
          ))}
        </ol>
      </Stack>
    </div>
  );
}
