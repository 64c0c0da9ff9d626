import type { AccountWords } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import type { World } from "./world";

type Caller = ReturnType<World["as"]>;

/** What somebody writes, and looks at a second time, as the form and its page let them. @returns the account's id */
export async function checkedAccount(
  me: Caller,
  incidentId: string,
  text: string,
  also: { masks?: AccountWords["masks"]; mentions?: string[]; spokenBy?: string } = {},
): Promise<string> {
  const { masks = [], mentions = [], spokenBy = null } = also;
  const { id } = await me.accounts.write({ incidentId, accountId: null, spokenBy, words: { language: "en", text, masks }, mentions });
  await lookAgain(me, incidentId, id);
  return id;
}

/** Say of an account, as it stands now, that it mentions whom it says. */
export async function lookAgain(me: Caller, incidentId: string, accountId: string): Promise<void> {
  const { accounts } = await me.incidents.read({ incidentId });
  const shown = accounts.find(({ id }) => id === accountId);
  // What was erased is shown to nobody.
  if (!shown) throw new Refusal("not-found");
  await me.accounts.check({ accountId, version: shown.version });
}
