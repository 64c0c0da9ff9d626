"use client";
import { useTranslations } from "use-intl";
import type { Shortfall } from "~/domain/vouching";
import { filled } from "../filled";
import { Icon } from "../icon";
import { Time } from "../time";
import styles from "./shortfalls.module.css";

/** The rules that are not kept yet, one by one, or that all are. */
export function Shortfalls({ shortfalls }: { shortfalls: readonly Shortfall[] }) {
  const t = useTranslations("vouching.shortfalls");
  if (shortfalls.length === 0)
    return (
      <p className={styles.line}>
        <Icon name="check" size={18} /> <span>{t("none")}</span>
      </p>
    );
  return (
    <ul aria-label={t("title")} className={styles.list}>
      {shortfalls.map((shortfall) => (
        <li className={styles.line} key={shortfall.why}>
          <Icon name={shortfall.why === "cooling-off" ? "clock" : "alert"} size={18} />
          <span>
            <Sentence shortfall={shortfall} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Sentence({ shortfall }: { shortfall: Shortfall }) {
  const t = useTranslations("vouching.shortfalls");
  if (shortfall.why === "vouches-missing") return t(shortfall.why, { have: shortfall.have, need: shortfall.need });
  if (shortfall.why === "cooling-off") return t.rich(shortfall.why, { time: filled(<Time at={shortfall.until} />) });
  return t(shortfall.why);
}
