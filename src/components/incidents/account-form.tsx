"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { CheckboxGroupField, SelectField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { WordsEditor } from "~/components/words/words-editor";
import { peopleIn, type Words } from "~/domain/words";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { AccountLanguage } from "./account-fields";
import { AccountMerge, type AccountParts } from "./account-merge";
import { useLeaveWarning } from "./leave-warning";

type Incident = Outputs["incidents"]["read"];
type Account = Incident["accounts"][number];
type Props = {
  readonly incident: Pick<Incident, "id" | "grantors">;
  /** Null for a new one. */
  readonly account: Account | null;
  readonly onDone: () => void;
};

/** One's own words: an empty value would be none that is chosen, and the browser would not send the form. */
const ME = "me";

/** A text field counts the end of a line as one letter, and so do masks. */
const wordsOf = (account: Account | null): Words => ({
  text: account?.text.replaceAll("\r\n", "\n") ?? "",
  masks: account?.masks ?? [],
});

/** An account: whose words, what is hidden in them, and whom they mention; without that nobody could say whose consent its release needs. */
export function AccountForm({ incident, account, onDone }: Props) {
  const t = useTranslations("incidents.accounts");
  const form = useTranslations("incidents.form");
  const own = useTranslations("words");
  const terms = useTranslations("terms");
  const common = useTranslations("common");
  const merging = useTranslations("merge");
  const router = useRouter();
  const { pending, refused, attempt, forget } = useAttempt();
  const reading = useLanguage();
  const [language, setLanguage] = useState<string>(account?.language ?? reading);
  const [words, setWords] = useState(() => wordsOf(account));
  const [ticked, setTicked] = useState<readonly string[]>(account?.mentions ?? []);
  const others = incident.grantors.filter(({ kind }) => kind !== "documenter");
  const speakerOf = (one: Account | null) => others.find(({ id }) => id === one?.authorGrantorId)?.id ?? ME;
  const [spokenBy, setSpokenBy] = useState(() => speakerOf(account));
  // What the form was filled from: the same account may be rewritten on another device while it is typed here.
  const [from, setFrom] = useState(account);
  const partsOf = (one: Account | null): AccountParts => ({
    words: wordsOf(one), language: one?.language ?? reading, spokenBy: speakerOf(one), ticked: one?.mentions ?? [],
  });
  const newer = account !== null && account.version !== from?.version;
  const people = others.filter(({ id }) => id !== spokenBy);
  const written = new Set(peopleIn(words.text));
  const named = people.filter(({ pseudonym }) => written.has(pseudonym)).map(({ id }) => id);
  const nameOf = (pseudonym: string) => terms("grantor", { pseudonym });
  useLeaveWarning(words.text !== (account?.text ?? ""), form("leave"));

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const done = await attempt(async () => {
      await trpc.accounts.write.mutate({
        incidentId: incident.id,
        accountId: account?.id ?? null,
        version: from?.version ?? null,
        spokenBy: spokenBy === ME ? null : spokenBy,
        words: { language, text: words.text, masks: [...words.masks] },
        mentions: [...new Set([...ticked, ...named])].filter((id) => id !== spokenBy),
      });
    });
    router.refresh();
    if (done) onDone();
  };

  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="m">
        {others.length > 0 ? (
          <SelectField hint={own("spokenByHint")} label={own("spokenBy")} onChange={(event) => setSpokenBy(event.target.value)} required value={spokenBy}>
            <option value={ME}>{own("spokenByMe")}</option>
            {others.map(({ id, pseudonym }) => (
              <option key={id} value={id}>
                {nameOf(pseudonym)}
              </option>
            ))}
          </SelectField>
        ) : null}
        <AccountLanguage onChange={setLanguage} value={language} />
        <WordsEditor language={language} onChange={setWords} people={others} words={words} />
        {people.length > 0 ? (
          <CheckboxGroupField
            hint={t("mentionsHint")}
            label={t("mentions")}
            onChange={setTicked}
            options={people.map(({ id, pseudonym }) => ({ value: id, label: nameOf(pseudonym), disabled: named.includes(id) }))}
            value={[...new Set([...ticked, ...named])]}
          />
        ) : (
          <p>{t("noPeople")}</p>
        )}
        {newer ? (
          <AccountMerge
            base={partsOf(from)}
            key={account.version}
            mine={{ words, language, spokenBy, ticked }}
            nameOf={(id) => {
              const person = others.find((one) => one.id === id);
              return person ? nameOf(person.pseudonym) : own("spokenByMe");
            }}
            onMerged={(merged) => {
              forget();
              setWords(merged.words);
              setLanguage(merged.language);
              setSpokenBy(merged.spokenBy);
              setTicked(merged.ticked);
              setFrom(account);
            }}
            theirs={partsOf(account)}
          />
        ) : null}
        {newer ? null : <RefusalNotice refused={refused} />}
        {refused?.code === "changed-meanwhile" && !newer ? (
          <div>
            <Button onClick={() => router.refresh()}>{merging("show")}</Button>
          </div>
        ) : null}
        <Row>
          <Button disabled={newer || words.text.trim() === ""} pending={pending} type="submit" variant="primary">
            {t("save")}
          </Button>
          <Button onClick={onDone}>{common("cancel")}</Button>
        </Row>
      </Stack>
    </form>
  );
}
