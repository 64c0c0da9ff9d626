"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "~/components/icon";
import { Findings, useFindings, type ToldOnMap } from "./findings";
import styles from "./told.module.css";

/** What the file said, and beside it what the copies say now: each thing struck out. */
export function BeforeAfter({ told }: { readonly told: ToldOnMap }) {
  const t = useTranslations("item.told");
  const findings = useFindings(told);
  const [before, after] = [useId(), useId()];
  const carriers = told.carriers.map((carrier) => t(`kinds.${carrier}`));
  if (findings.length + carriers.length === 0) return <p>{t("nothingFound")}</p>;
  return (
    <div className={styles.compare}>
      <section aria-labelledby={before} className={styles.side}>
        <h3 id={before}>{t("before")}</h3>
        <Findings told={told} />
      </section>
      <section aria-labelledby={after} className={`${styles.side} ${styles.after}`}>
        <h3 id={after}>{t("after")}</h3>
        <p className={styles.verified}>
          <Icon name="check" />
          <span>{t("verified")}</span>
        </p>
        <ul className={styles.struck}>
          {[...findings, ...(carriers.length > 0 ? [{ what: t("carriers"), value: carriers.join(" · ") }] : [])].map(
            ({ what, value }) => (
              <li key={what}>
                <span>
                  {what}: <strong>{t("nothing")}</strong>
                </span>
                <del aria-hidden="true">
                  <bdi>{value}</bdi>
                </del>
              </li>
            ),
          )}
        </ul>
        <p>{t("stays")}</p>
      </section>
    </div>
  );
}
