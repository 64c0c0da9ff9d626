"use client";

import { useLocale, useTranslations } from "use-intl";
import { MergeQuestion } from "~/components/merge/merge-question";
import { OwnWords } from "~/components/words/own-words";
import { answered, merge, together } from "~/domain/merge";
import type { Words } from "~/domain/words";
import { languageName } from "./account-languages";

/** Masks count letters of the words: the two are one. */
export type AccountParts = {
  readonly words: Words;
  readonly language: string;
  readonly spokenBy: string;
  readonly ticked: readonly string[];
};

type Props = {
  readonly base: AccountParts;
  readonly mine: AccountParts;
  readonly theirs: AccountParts;
  readonly nameOf: (person: string) => string;
  readonly onMerged: (parts: AccountParts) => void;
};

/** Which of two edits of one's own account is kept, where it was written on two devices. */
export function AccountMerge({ base, mine, theirs, nameOf, onMerged }: Props) {
  const t = useTranslations("merge");
  const locale = useLocale();
  const found = merge<AccountParts>(base, mine, theirs);
  const joined = { ticked: together(theirs.ticked, mine.ticked) };
  const shown = (field: keyof AccountParts, { words, language, spokenBy, ticked }: AccountParts) => {
    if (field === "words") return <OwnWords language={language} words={words} />;
    if (field === "language") return languageName(language, locale);
    if (field === "spokenBy") return nameOf(spokenBy);
    return ticked.length === 0 ? <em>{t("nothing")}</em> : ticked.map(nameOf).join("\n");
  };
  return (
    <MergeQuestion
      asked={found.asked.map((field) => ({
        field, label: t(`fields.${field}`), mine: shown(field, mine), theirs: shown(field, theirs), joinable: field in joined,
      }))}
      onAnswer={(answers) => {
        const parts = answered(found, theirs, answers, joined);
        if (parts) onMerged(parts);
      }}
    />
  );
}
