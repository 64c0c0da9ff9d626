import type { Outputs } from "~/trpc/types";

type Incident = Outputs["incidents"]["read"];

export type Missing = {
  readonly unlooked: number;
  readonly unanswered: number;
  readonly outdated: number;
  readonly accounts: number;
  readonly people: number;
};

/**
 * What stands between an incident and anything leaving it, as far as the incident's page can tell. It hurries nobody
 * and clears nothing: whether something may leave is decided by `clear()` alone.
 */
export function missing({ items, accounts, grantors }: Pick<Incident, "items" | "accounts" | "grantors">): Missing {
  const ready = items.filter(({ state }) => state === "ready");
  return {
    unlooked: ready.filter(({ looked }) => !looked).length,
    unanswered: ready.reduce((sum, { unanswered }) => sum + unanswered, 0),
    outdated: ready.filter(({ redaction }) => redaction === "outdated").length,
    accounts: accounts.filter(({ looked }) => !looked).length,
    people: grantors.filter(({ answers }) => answers.length === 0).length,
  };
}
