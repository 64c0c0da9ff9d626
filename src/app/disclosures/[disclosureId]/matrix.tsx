"use client";
import { useId, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { lines, type Line, type Scene } from "~/components/disclosures/scene";
import { Thumb } from "~/components/disclosures/thumb";
import { Icon } from "~/components/icon";
import { Link } from "~/components/link";
import type { Gap } from "~/domain/disclosure";
import type { Outputs } from "~/trpc/types";
import styles from "./matrix.module.css";

type Disclosure = Outputs["disclosures"]["read"];

/** Photos and accounts down, people across; each cell says what is missing there. */
export function Matrix({ disclosure, scene }: { disclosure: Disclosure; scene: Scene }) {
  const t = useTranslations("disclosures");
  const terms = useTranslations("terms");
  const words = useTranslations("words");
  const how = useId();
  const { gaps, grantors, items, accounts } = disclosure;
  if (items.length + accounts.length === 0) return <p>{t("read.nothingYet")}</p>;
  const cells = (own: readonly Gap[]) => (
    <>
      <Cell lines={lines(own.filter((gap) => !gap.grantor))} />
      {grantors.map((grantor) => (
        <Cell key={grantor.id} lines={lines(own.filter((gap) => gap.grantor === grantor.id))} />
      ))}
    </>
  );
  return (
    <>
      <p className={styles.how} id={how}>
        {t("read.matrixCaption")}
      </p>
      {/* Scrolls by itself where people are many; each person's link takes the keyboard along. */}
      <div className={styles.scroll}>
        <table aria-describedby={how} className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("read.what")}</th>
              <th scope="col">{t("read.itself")}</th>
              {grantors.map((grantor) => (
                <th key={grantor.id} scope="col">
                  <Link href={`/incidents/${disclosure.incidentId}/people/${grantor.id}`}>
                    {terms("grantor", { pseudonym: grantor.pseudonym })}
                  </Link>
                  {grantor.minor && <Badge tone="attention">{t("read.minor")}</Badge>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scene.items.map((item, index) => (
              <tr key={item.id}>
                <Head
                  exhibit={items[index]?.exhibit ?? null}
                  note={`${terms(`forms.${items[index]?.form ?? "none"}`)} · ${terms(`sizes.${items[index]?.size ?? "reduced"}`)}`}
                >
                  <Thumb preview={item.preview} />
                  <Link href={`/incidents/${disclosure.incidentId}/items/${item.id}`}>
                    {t("new.photo", { number: item.number })}
                  </Link>
                </Head>
                {cells(gaps.filter((gap) => gap.item === item.id))}
              </tr>
            ))}
            {scene.accounts.map((account, index) => (
              <tr key={account.id}>
                <Head exhibit={accounts[index]?.exhibit ?? null} note={words(`forms.${accounts[index]?.form ?? "redacted"}`)}>
                  <Link href={`/incidents/${disclosure.incidentId}`}>{t("new.account", { number: account.number })}</Link>
                </Head>
                {cells(gaps.filter((gap) => gap.account === account.id))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Head({ exhibit, note, children }: { exhibit: number | null; note?: string; children: ReactNode }) {
  const t = useTranslations("disclosures.read");
  return (
    <th scope="row">
      <span className={styles.head}>{children}</span>
      {note && <span className={styles.note}>{note}</span>}
      {exhibit !== null && <span className={styles.note}>{t("exhibit", { number: exhibit })}</span>}
    </th>
  );
}

function Cell({ lines: told }: { lines: readonly Line[] }) {
  const t = useTranslations("disclosures");
  const terms = useTranslations("terms.gaps");
  if (told.length === 0)
    return (
      <td className={styles.covered}>
        <Icon name="check" size={18} /> {t("read.covered")}
      </td>
    );
  return (
    <td className={styles.open}>
      <ul>
        {told.map(({ why, count }) => (
          <li key={why}>
            <Icon name="alert" size={18} />
            <span>
              {terms(why)}
              {count > 1 && ` (${t("gaps.times", { count })})`}
            </span>
          </li>
        ))}
      </ul>
    </td>
  );
}
