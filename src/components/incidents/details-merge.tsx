"use client";

import { useTranslations } from "use-intl";
import { MergeQuestion } from "~/components/merge/merge-question";
import { answered, merge } from "~/domain/merge";
import { joinedOf, partsOf, draftFrom, type DetailsParts } from "./details-parts";
import type { IncidentDraft } from "./incident-draft";

type Props = {
  /** What the form was filled from. */
  readonly base: IncidentDraft;
  readonly mine: IncidentDraft;
  readonly theirs: IncidentDraft;
  readonly onMerged: (draft: IncidentDraft) => void;
};

/** Which of two edits of an incident's details is kept, part by part. */
export function DetailsMerge({ base, mine, theirs, onMerged }: Props) {
  const t = useTranslations("merge.fields");
  const [own, other] = [partsOf(mine), partsOf(theirs)];
  const found = merge(partsOf(base), own, other);
  const joined = joinedOf(other, own);
  return (
    <MergeQuestion
      asked={found.asked.map((field) => ({
        field,
        label: t(field),
        mine: <Part field={field} parts={own} />,
        theirs: <Part field={field} parts={other} />,
        joinable: field in joined,
      }))}
      onAnswer={(answers) => {
        const parts = answered(found, other, answers, joined);
        if (parts) onMerged(draftFrom(parts));
      }}
    />
  );
}

/** One part as it stands in the form, half a sentence as it is. */
function Part({ field, parts }: { readonly field: keyof DetailsParts; readonly parts: DetailsParts }) {
  const t = useTranslations("merge");
  const terms = useTranslations("terms");
  const { when } = parts;
  const text = (): string => {
    switch (field) {
      case "when": {
        const from = [when.startDate, when.startTime].filter(Boolean).join(" ");
        const to = [when.endDate, when.endTime].filter(Boolean).join(" ");
        return `${[from, to].filter(Boolean).join(" – ")}\n${terms(`precisions.${when.precision}`)}`;
      }
      case "kinds":
        return parts.kinds.map((kind) => terms(`kinds.${kind}`)).join("\n");
      case "forces":
        return parts.forces.map((one) => Object.values(one).filter(Boolean).join(" · ")).join("\n");
      case "minors":
        return terms(`minors.${parts.minors}`);
      default:
        return parts[field];
    }
  };
  const said = text();
  return said.trim() === "" ? <em>{t("nothing")}</em> : <>{said}</>;
}
