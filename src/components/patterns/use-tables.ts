import { useTranslations } from "use-intl";
import { IncidentKind } from "~/domain/incident";
import type { Statistics } from "~/domain/statistics";
import type { Drawn } from "./picture";

const tables = ["kinds", "months", "places", "forces"] as const;

/** The tables of some figures in the reader's words: on the page, in a file and in a picture the same. */
export function useTables() {
  const t = useTranslations("patterns.statistics");
  const terms = useTranslations("terms");
  return (given: Statistics): (Drawn & { readonly head: string; readonly partly: boolean })[] =>
    tables.map((table) => {
      const { rows, partly } = given[table];
      const called = (name: string) => (table === "kinds" ? terms(`kinds.${IncidentKind.parse(name)}`) : name);
      // Of places and forces those that are not given do not stand there.
      const open = table === "places" || table === "forces";
      return {
        title: t(`tables.${table}`), head: t(`name.${table}`), partly, note: partly && open ? t("partly") : null,
        rows: rows.map(({ name, count }) => ({ name: called(name), count })),
      };
    });
}
