"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { LanguageName } from "~/components/disclosures/language-name";
import { RadioGroupField } from "~/components/field";
import { filled } from "~/components/filled";
import { LeavingText } from "~/components/words/leaving-text";
import { leaving, type WordsForm } from "~/domain/words";
import type { Outputs } from "~/trpc/types";
import type { Proposal } from "./proposal";
import styles from "./choices.module.css";

type Account = Outputs["incidents"]["read"]["accounts"][number];

/** For each account how much of it leaves, and what the recipient then reads. */
export function AccountsField({
  accounts,
  forms,
  chosen,
  onForm,
}: {
  accounts: readonly Account[];
  forms: readonly WordsForm[];
  chosen: Proposal["accounts"];
  onForm: (id: string, form: WordsForm | "none") => void;
}) {
  const t = useTranslations("disclosures.new");
  const words = useTranslations("words");
  if (accounts.length === 0)
    return (
      <Card title={t("accounts")}>
        <p>{t("noAccounts")}</p>
      </Card>
    );
  return (
    <Card title={t("accounts")}>
      <p>{t("accountsHint")}</p>
      <ul className={styles.choices}>
        {accounts.map((account, index) => (
          <li className={styles.choice} key={account.id}>
            <div className={styles.asked}>
              <RadioGroupField
                hint={t.rich("language", { language: filled(<LanguageName code={account.language} />) })}
                inline
                label={words("formOf", { number: index + 1 })}
                onChange={(form) => onForm(account.id, form)}
                options={[
                  { value: "none" as const, label: t("leaveOut") },
                  ...forms.map((form) => ({ value: form, label: words(`forms.${form}`) })),
                ]}
                required
                value={chosen[account.id] ?? "none"}
              />
              <details open>
                <summary>{t("account", { number: index + 1 })}</summary>
                <div className={styles.text}>
                  <LeavingText language={account.language} text={leaving(account, chosen[account.id] ?? "redacted")} />
                </div>
              </details>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
