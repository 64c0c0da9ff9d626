import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Time } from "~/components/time";
import type { Condition } from "~/domain/visit";
import styles from "./conditions.module.css";

/** What a recipient has to accept, or has accepted. */
export function Conditions({ conditions, until }: { readonly conditions: readonly Condition[]; readonly until: Date }) {
  const t = useTranslations("giving.conditions");
  return (
    <ul className={styles.conditions}>
      {conditions.map((condition) => (
        <li key={condition}>{t.rich(condition, { date: filled(<Time at={until} />) })}</li>
      ))}
    </ul>
  );
}
