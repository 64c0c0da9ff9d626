"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { CheckboxField, CheckboxGroupField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { AccountFields, type AccountDraft } from "./account-fields";
import { useLeaveWarning } from "./leave-warning";

type Incident = Outputs["incidents"]["read"];
type Props = {
  readonly incident: Pick<Incident, "id" | "grantors">;
  /** Null for a new one. */
  readonly account: Incident["accounts"][number] | null;
  readonly onDone: () => void;
};

/** An account and whom it mentions: without that, nobody could say whose consent its release needs. */
export function AccountForm({ incident, account, onDone }: Props) {
  const t = useTranslations("incidents.accounts");
  const form = useTranslations("incidents.form");
  const terms = useTranslations("terms");
  const common = useTranslations("common");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const language = useLanguage();
  const [draft, setDraft] = useState<AccountDraft>({ language: account?.language ?? language, text: account?.text ?? "" });
  const [mentions, setMentions] = useState<readonly string[]>(account?.mentions ?? []);
  const [looked, setLooked] = useState(account?.looked ?? false);
  const people = incident.grantors.filter(({ id, kind }) => kind !== "documenter" && id !== account?.authorGrantorId);
  useLeaveWarning(draft.text !== (account?.text ?? ""), form("leave"));

  const write = (changed: AccountDraft) => {
    // The check was of other words.
    if (changed.text !== draft.text) setLooked(false);
    setDraft(changed);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const done = await attempt(async () => {
      await trpc.accounts.write.mutate({
        incidentId: incident.id,
        accountId: account?.id ?? null,
        ...draft,
        mentions: [...mentions],
        looked,
      });
      router.refresh();
    });
    if (done) onDone();
  };

  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="m">
        <AccountFields draft={draft} onChange={write} required />
        {people.length > 0 ? (
          <CheckboxGroupField
            hint={t("mentionsHint")}
            label={t("mentions")}
            onChange={setMentions}
            options={people.map(({ id, pseudonym }) => ({ value: id, label: terms("grantor", { pseudonym }) }))}
            value={mentions}
          />
        ) : (
          <p>{t("noPeople")}</p>
        )}
        <CheckboxField
          checked={looked}
          hint={t("lookedHint")}
          label={t("looked")}
          onChange={(event) => setLooked(event.target.checked)}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button disabled={draft.text.trim() === ""} pending={pending} type="submit" variant="primary">
            {t("save")}
          </Button>
          <Button onClick={onDone}>{common("cancel")}</Button>
        </Row>
      </Stack>
    </form>
  );
}
