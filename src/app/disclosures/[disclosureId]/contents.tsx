"use client";
import { useTranslations } from "use-intl";
import type { Scene } from "~/components/disclosures/scene";
import { Thumb } from "~/components/disclosures/thumb";
import { Link } from "~/components/link";
import type { Outputs } from "~/trpc/types";
import styles from "./contents.module.css";

/** What an ended disclosure was about. It says nothing of who agrees: nobody is asked about it any more. */
export function Contents({ disclosure, scene }: { disclosure: Outputs["disclosures"]["read"]; scene: Scene }) {
  const t = useTranslations("disclosures");
  const terms = useTranslations("terms");
  const words = useTranslations("words");
  const { items, accounts, incidentId } = disclosure;
  const exhibit = (number: number | null | undefined) =>
    number ? <span className={styles.note}>{t("read.exhibit", { number })}</span> : null;
  if (items.length + accounts.length === 0) return <p>{t("read.nothingYet")}</p>;
  return (
    <ul className={styles.contents}>
      {scene.items.map((item, index) => (
        <li className={styles.head} key={item.id}>
          <Thumb preview={item.preview} />
          <Link href={`/incidents/${incidentId}/items/${item.id}`}>{t("new.photo", { number: item.number })}</Link>
          <span className={styles.note}>{terms(`forms.${items[index]?.form ?? "none"}`)}</span>
          {items[index]?.form !== "original" && <span className={styles.note}>{terms(`sizes.${items[index]?.size ?? "reduced"}`)}</span>}
          {exhibit(items[index]?.exhibit)}
        </li>
      ))}
      {scene.accounts.map((account, index) => (
        <li className={styles.head} key={account.id}>
          <Link href={`/incidents/${incidentId}`}>{t("new.account", { number: account.number })}</Link>
          <span className={styles.note}>{words(`forms.${accounts[index]?.form ?? "redacted"}`)}</span>
          {exhibit(accounts[index]?.exhibit)}
        </li>
      ))}
    </ul>
  );
}
