"use client";

import { useTranslations } from "use-intl";
import { LitPicture } from "~/components/pictures/lit-picture";
import { OwnWords } from "~/components/words/own-words";
import type { SheetAccount, SheetPicture } from "./matter";
import styles from "./people.module.css";

type Props = {
  readonly pictures: readonly SheetPicture[];
  readonly accounts: readonly SheetAccount[];
  readonly chosen: { readonly items: readonly string[]; readonly accounts: readonly string[] };
  readonly onChange: (chosen: { items: readonly string[]; accounts: readonly string[] }) => void;
};

const toggled = (some: readonly string[], id: string): string[] =>
  some.includes(id) ? some.filter((one) => one !== id) : [...some, id];

/** The pictures and accounts that are shown and read to the person; only what is ticked is asked about. */
export function MatterField({ pictures, accounts, chosen, onChange }: Props) {
  const t = useTranslations("people.sheet");
  return (
    <fieldset className={styles.matters}>
      <legend className={styles.legend}>{t("matterHint")}</legend>
      <ul className={styles.pictures}>
        {pictures.map((picture) => (
          <li className={styles.matter} key={picture.id}>
            <LitPicture alt={t("pictureAlt", { number: picture.number })} picture={picture} />
            <label className={styles.tick}>
              <input
                checked={chosen.items.includes(picture.id)}
                onChange={() => onChange({ ...chosen, items: toggled(chosen.items, picture.id) })}
                type="checkbox"
              />
              {t("picture", { number: picture.number })}
            </label>
          </li>
        ))}
      </ul>
      {accounts.map((account) => (
        <div className={styles.matter} key={account.id}>
          <label className={styles.tick}>
            <input
              checked={chosen.accounts.includes(account.id)}
              onChange={() => onChange({ ...chosen, accounts: toggled(chosen.accounts, account.id) })}
              type="checkbox"
            />
            {t("account", { number: account.number })}
          </label>
          <div className={styles.quote}>
            <OwnWords language={account.language} words={account} />
          </div>
        </div>
      ))}
    </fieldset>
  );
}
