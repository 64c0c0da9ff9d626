"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, type FormEvent } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField } from "~/components/field";
import { useLeaveWarning } from "~/components/incidents/leave-warning";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { isLanguage, languages, nameOf } from "~/messages/languages";
import { trpc } from "~/trpc/client";
import { CircumstanceFields } from "./circumstance-fields";
import { emptySheet, recordOf, tally, type ConsentDraft, type SheetWrong } from "./consent-draft";
import type { SheetAccount, SheetPicture } from "./matter";
import { MatterField } from "./matter-field";
import { PurposeField } from "./purpose-field";

type Props = {
  readonly grantor: { readonly id: string; readonly minor: boolean };
  readonly pictures: readonly SheetPicture[];
  readonly accounts: readonly SheetAccount[];
};

/**
 * The consent sheet: what it is about, purpose by purpose in the person's language, and how it was said. Every
 * answer stands on "not asked" until the person has been asked; like a report, it stays in this window's memory only.
 */
export function ConsentSheet({ grantor, pictures, accounts }: Props) {
  const t = useTranslations("people.sheet");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const language = useLanguage();
  const blank = emptySheet(
    { minor: grantor.minor, items: pictures.map(({ id }) => id), accounts: accounts.map(({ id }) => id) },
    language,
  );
  const [draft, setDraft] = useState<ConsentDraft>(blank);
  const [wrong, setWrong] = useState<readonly SheetWrong[]>([]);
  const [recorded, setRecorded] = useState(false);
  const { yes, no, unasked } = tally(draft.answers);
  useLeaveWarning(yes + no > 0, t("leave"));
  const set = (change: Partial<ConsentDraft>) => {
    setRecorded(false);
    setDraft({ ...draft, ...change });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = recordOf(draft, new Date());
    flushSync(() => setWrong("wrong" in result ? result.wrong : []));
    if ("wrong" in result) {
      form.current?.querySelector<HTMLElement>("[aria-invalid] input, select[aria-invalid], input[aria-invalid]")?.focus();
      return;
    }
    const done = await attempt(async () => {
      await trpc.consents.record.mutate({ grantorId: grantor.id, ...result.record });
      router.refresh();
    });
    if (!done) return;
    setDraft({ ...blank, language: draft.language });
    setRecorded(true);
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} ref={form}>
      <Stack>
        <Card title={t("what")}>
          <MatterField accounts={accounts} chosen={draft} onChange={set} pictures={pictures} />
          {wrong.includes("matter") ? <Notice tone="attention">{t("chooseMatter")}</Notice> : null}
        </Card>
        <Card title={t("purposes")}>
          <SelectField
            label={t("wordingLanguage")}
            onChange={({ target }) => {
              if (isLanguage(target.value)) set({ language: target.value });
            }}
            required
            value={draft.language}
          >
            {languages.map((one) => (
              <option key={one} lang={one} value={one}>
                {nameOf[one]}
              </option>
            ))}
          </SelectField>
          {draft.answers.map((answer) => (
            <PurposeField
              draft={answer}
              key={answer.purpose}
              language={draft.language}
              minor={grantor.minor}
              onChange={(changed) =>
                set({ answers: draft.answers.map((one) => (one.purpose === changed.purpose ? changed : one)) })
              }
            />
          ))}
        </Card>
        <CircumstanceFields draft={draft} minor={grantor.minor} onChange={set} wrong={wrong} />
        {wrong.includes("answer") ? (
          <Notice live="polite" tone="attention">
            {t("chooseAnswer")}
          </Notice>
        ) : null}
        <RefusalNotice refused={refused} />
        {recorded ? (
          <Notice live="polite" tone="ok">
            {t("recorded")}
          </Notice>
        ) : (
          <p>{t("summary", { yes, no, unasked })}</p>
        )}
        <Button pending={pending} type="submit" variant="primary" wide>
          {t("submit")}
        </Button>
      </Stack>
    </form>
  );
}
