"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { LanguageName } from "~/components/disclosures/language-name";
import { CheckboxField } from "~/components/field";
import { filled } from "~/components/filled";
import type { Outputs } from "~/trpc/types";
import styles from "./choices.module.css";

type Account = Outputs["incidents"]["read"]["accounts"][number];

export function AccountsField({
  accounts,
  chosen,
  onChange,
}: {
  accounts: readonly Account[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const t = useTranslations("disclosures.new");
  if (accounts.length === 0)
    return (
      <Card title={t("accounts")}>
        <p>{t("noAccounts")}</p>
      </Card>
    );
  const withOr = (id: string, included: boolean) =>
    accounts.map((account) => account.id).filter((other) => (other === id ? included : chosen.includes(other)));
  return (
    <Card title={t("accounts")}>
      <p>{t("accountsHint")}</p>
      <ul className={styles.choices}>
        {accounts.map((account, index) => (
          <li key={account.id}>
            <CheckboxField
              checked={chosen.includes(account.id)}
              hint={t.rich("language", { language: filled(<LanguageName code={account.language} />) })}
              label={t("include", { number: index + 1 })}
              onChange={(event) => onChange(withOr(account.id, event.target.checked))}
            />
            <details open>
              <summary className={styles.summary}>{t("account", { number: index + 1 })}</summary>
              <p className={styles.text} dir="auto" lang={account.language}>
                {account.text}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}
