"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, type FormEvent } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { trpc } from "~/trpc/client";
import { AccountFields, type AccountDraft } from "./account-fields";
import { detailsOf, emptyDraft, type Wrong } from "./incident-draft";
import { IncidentFields } from "./incident-fields";
import { useLeaveWarning } from "./leave-warning";

type Team = { readonly id: string; readonly name: string };

/**
 * The report of an incident.
 *
 * What is typed lives in this component's memory and nowhere else: local or session storage would keep it in clear on
 * the phone's disk, where whoever seizes the phone reads it, long after the window is closed. The price is that a
 * reload loses it, so leaving asks first, and no refusal empties a field.
 */
export function NewIncident({ teams, today }: { readonly teams: readonly Team[]; readonly today: string }) {
  const t = useTranslations("incidents");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const blank = { draft: emptyDraft(today), account: { language: useLanguage() as string, text: "" } };
  const [teamId, setTeamId] = useState(teams[0]?.id ?? "");
  const [draft, setDraft] = useState(blank.draft);
  const [account, setAccount] = useState<AccountDraft>(blank.account);
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const [sent, setSent] = useState(false);
  const typed = JSON.stringify({ draft, text: account.text }) !== JSON.stringify({ draft: blank.draft, text: "" });
  useLeaveWarning(typed && !sent, t("form.leave"));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = detailsOf(draft);
    flushSync(() => setWrong("wrong" in result ? result.wrong : []));
    if ("wrong" in result) {
      form.current?.querySelector<HTMLElement>("[aria-invalid], fieldset[aria-describedby] input")?.focus();
      return;
    }
    await attempt(async () => {
      const { id } = await trpc.incidents.create.mutate({
        teamId,
        details: result.details,
        account: account.text.trim() === "" ? null : { language: account.language, text: account.text },
      });
      setSent(true);
      router.push(`/incidents/${id}`);
    });
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} ref={form}>
      <Stack>
        <Notice>{t("new.memory")}</Notice>
        {teams.length > 1 ? (
          <Card title={t("form.team")}>
            <SelectField label={t("form.team")} onChange={(event) => setTeamId(event.target.value)} required value={teamId}>
              {teams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
          </Card>
        ) : null}
        <IncidentFields draft={draft} onChange={setDraft} wrong={wrong} />
        <Card title={t("form.account")}>
          <AccountFields draft={account} onChange={setAccount} required={false} />
        </Card>
        {wrong.length > 0 ? (
          <Notice live="polite" tone="attention">
            {t("form.wrongTitle")}
          </Notice>
        ) : null}
        <RefusalNotice refused={refused} />
        <Button pending={pending || sent} type="submit" variant="primary" wide>
          {t("new.submit")}
        </Button>
      </Stack>
    </form>
  );
}
