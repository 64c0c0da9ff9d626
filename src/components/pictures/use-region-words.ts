import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Region } from "~/domain/evidence";
import { unanswered, whoseIs } from "./region-answers";

export type Person = { readonly id: string; readonly pseudonym: string };

/** How a region is spoken of. */
export type RegionWords = {
  /** Whose it is, or that nobody has said. */
  readonly whoseWord: (region: Region) => string;
  /** What stands on the picture: the number in the list, and whose it is in a letter or sign. */
  readonly tagOf: (region: Region, index: number) => string;
  /** The whole of it, for who does not see it. */
  readonly labelOf: (region: Region, index: number) => string;
};

/** The same object until somebody is added to `people`: a shape that did not change is not drawn anew for its words. */
export function useRegionWords(people: readonly Person[]): RegionWords {
  const t = useTranslations("regions");
  const terms = useTranslations("terms");
  return useMemo(() => {
    const names = new Map(people.map(({ id, pseudonym }) => [id, pseudonym]));
    const pseudonym = (region: Region) => names.get(region.grantorId ?? "") ?? "?";
    const whoseWord = (region: Region): string => {
      const whose = whoseIs(region);
      if (whose === null) return t("unanswered");
      return whose.subject === "person"
        ? terms("grantor", { pseudonym: pseudonym(region) })
        : terms(`subjects.${whose.subject}`);
    };
    return {
      whoseWord,
      tagOf: (region, index) => {
        const sign = unanswered(region) ? "?" : region.grantorId ? ` ${pseudonym(region)}` : "";
        return `${index + 1}${sign}${region.origin === "detector" ? "*" : ""}`;
      },
      labelOf: (region, index) => {
        const kind = terms(`regionKinds.${region.kind}`);
        if (region.possible) return t("suggestion.named", { number: index + 1, kind });
        return t("named", {
          // As the tag says it: who speaks to the page names what they see.
          number: region.grantorId ? `${index + 1} ${pseudonym(region)}` : String(index + 1),
          kind,
          whose: whoseWord(region),
          covered: region.redact ? "yes" : "no",
          origin: terms(`origins.${region.origin}`),
        });
      },
    };
  }, [people, t, terms]);
}
