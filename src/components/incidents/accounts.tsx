"use client";

import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { AccountSlip } from "~/components/slip/slip";
import { Time } from "~/components/time";
import { OwnWords } from "~/components/words/own-words";
import { SecondLook } from "~/components/words/second-look";
import type { Outputs } from "~/trpc/types";
import { AccountForm } from "./account-form";
import { languageName } from "./account-languages";
import styles from "./incidents.module.css";

type Incident = Outputs["incidents"]["read"];
type Account = Incident["accounts"][number];
type Props = { readonly incident: Pick<Incident, "id" | "accounts" | "grantors" | "mayEdit"> };

/** The accounts of an incident, side by side where there is room; a member writes and mends their own. */
export function Accounts({ incident }: Props) {
  const t = useTranslations("incidents.accounts");
  /** The account being written: its id, "new", or null. */
  const [writing, setWriting] = useState<string | null>(null);
  const { accounts, mayEdit } = incident;
  const stop = () => setWriting(null);
  return (
    <Card title={t("title")}>
      {accounts.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <div className={styles.accounts}>
          {accounts.map((account) =>
            writing === account.id ? (
              <div className={styles.writing} key={account.id}>
                <AccountForm account={account} incident={incident} onDone={stop} />
              </div>
            ) : (
              <AccountText
                account={account}
                grantors={incident.grantors}
                key={account.id}
                mayCheck={mayEdit && account.mine && !account.looked}
                {...(mayEdit && account.mine && { onEdit: () => setWriting(account.id) })}
              />
            ),
          )}
        </div>
      )}
      {writing === "new" ? <AccountForm account={null} incident={incident} onDone={stop} /> : null}
      {mayEdit && writing === null ? (
        <div>
          <Button icon="plus" onClick={() => setWriting("new")}>
            {accounts.some(({ mine }) => mine) ? t("writeAnother") : t("write")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

type TextProps = {
  readonly account: Account;
  readonly grantors: Incident["grantors"];
  readonly mayCheck: boolean;
  readonly onEdit?: () => void;
};

function AccountText({ account, grantors, mayCheck, onEdit }: TextProps) {
  const t = useTranslations("incidents.accounts");
  const terms = useTranslations("terms");
  const locale = useLocale();
  const words = useTranslations("words");
  const mentioned = grantors.filter(({ id }) => account.mentions.includes(id));
  const speaker = grantors.find(({ id }) => id === account.authorGrantorId);
  return (
    <article className={styles.account}>
      <div className={styles.entryHead}>
        <h3>{account.mine ? t("mine") : t("other")}</h3>
        {onEdit ? <Button onClick={onEdit}>{t("edit")}</Button> : null}
      </div>
      <p className={styles.quiet}>
        {speaker && speaker.kind !== "documenter" ? (
          <>{words("spokenByOf", { person: terms("grantor", { pseudonym: speaker.pseudonym }) })} · </>
        ) : null}
        <Time at={account.createdAt} /> · <span suppressHydrationWarning>{languageName(account.language, locale)}</span>
      </p>
      <OwnWords language={account.language} words={account} />
      <div className={styles.tags}>
        {account.looked ? (
          <Badge icon="check" tone="ok">
            {t("checked")}
          </Badge>
        ) : (
          <Badge icon="alert" tone="attention">
            {t("unchecked")}
          </Badge>
        )}
        {mentioned.length === 0 ? (
          <Badge>{t("mentionsNobody")}</Badge>
        ) : (
          mentioned.map(({ id, pseudonym }) => (
            <Badge icon="person" key={id}>
              {terms("grantor", { pseudonym })}
            </Badge>
          ))
        )}
      </div>
      {mayCheck ? (
        <SecondLook account={account} people={mentioned.map(({ pseudonym }) => terms("grantor", { pseudonym }))} />
      ) : null}
      {account.mine ? <AccountSlip accountId={account.id} key={account.version} /> : null}
    </article>
  );
}
