import { useTranslations } from "use-intl";
import { IncidentKind } from "~/domain/incident";
import type { Statistics } from "~/domain/statistics";
import type { Drawn } from "./picture";

const tables = ["kinds", "months", "places", "forces"] as const;

/** The tables of some figures in the reader's words: on the page, in a file and in a picture the same. */
export function useTables() {
  const t = useTranslations("patterns.statistics");
  const terms = useTranslations("terms");
  return (given: Statistics): (Drawn & { readonly head: string })[] =>
    tables.map((table) => {
      const { rows, partly } = given[table];
      const called = (name: string) => (table === "kinds" ? terms(`kinds.${IncidentKind.parse(name)}`) : name);
      // A month stands there without its number, or the ones around it would seem to follow each other.
      const stands = rows.filter(({ count }) => table === "months" || count !== null);
      return {
        title: t(`tables.${table}`), head: t(`name.${table}`), note: partly && table !== "months" ? t("partly") : null,
        rows: stands.map(({ name, count }) => ({ name: called(name), count })),
      };
    });
}
