import { clear, type Clearance } from "~/domain/disclosure";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { makeDossier, page, type Dossier } from "~/dossier";
import { dossierPageWords } from "~/messages/dossier/words";
import type { Language } from "~/messages/languages";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { factsDigest, lockInScope } from "~/server/disclosures/commands";
import { factsOf } from "~/server/facts/queries";
import * as ledger from "~/server/ledger/queries";
import { exhibit } from "~/server/recipients/queries";
import { stillIn } from "~/server/scope";
import * as queries from "./queries";

/** A released disclosure, locked and cleared. `facts` is the digest of what it was cleared on. @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap */
async function lockedAndCleared(tx: Tx, actor: Actor, disclosureId: string, at: Date): Promise<{ clearance: Clearance; facts: string }> {
  await stillIn(tx, actor);
  const { id, state } = await lockInScope(tx, actor, disclosureId);
  if (state !== "released") throw new Refusal("not-now");
  const facts = await factsOf(tx, id);
  const cleared = clear(facts, at);
  if (!cleared.ok) throw new Refusal("not-cleared", { gaps: cleared.gaps });
  return { clearance: cleared.clearance, facts: factsDigest(facts) };
}

/** What was erased since it was cleared is in no dossier: while it is made that is a no, and one that is leaving breaks off. */
const open: queries.Opener = async (clearance, number) => {
  const opened = await exhibit(db(), clearance, number);
  if (!opened) throw new Refusal("not-now");
  return opened.bytes;
};

/**
 * The dossier of a released disclosure, for a reviewer who hands it over: signed, and in the ledger by its digest before a byte of it
 * leaves. It is cleared under the locks when its contents are read, and again when they have been digested, since that takes long for many
 * pictures and nobody who takes a word back waits for it: whoever did so meanwhile is heard, and nothing leaves.
 * @param language of its PDF
 * @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap, `changed-meanwhile`
 */
export async function handOut(actor: Actor, { disclosureId, language }: { disclosureId: string; language: Language }, at: Date): Promise<Dossier> {
  // Signed before the transaction: every entry that the dossier proves is older than it.
  const head = await ledger.signedHead();
  const { found, facts } = await transaction(async (tx) => {
    const { clearance, facts } = await lockedAndCleared(tx, actor, disclosureId, at);
    return { found: await queries.contents(tx, clearance, head, language, at, open), facts };
  });
  if (!found) throw new Refusal("not-now");
  const dossier = await makeDossier({
    name: `dossier-${found.reference}`,
    info: [
      ["Bagging-Date", at.toISOString().slice(0, 10)], ["Bag-Software-Agent", "Vouchsafe"], ["External-Identifier", found.reference],
    ],
    payload: found.payload,
    verifyPage: page(dossierPageWords),
    sign: await ledger.dossierSigner(),
  });
  await transaction(async (tx) => {
    const again = await lockedAndCleared(tx, actor, disclosureId, at);
    // What it was made of was cleared on other facts than what would leave now.
    if (again.facts !== facts) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, { kind: "dossier.made", disclosure: disclosureId, digest: dossier.digest });
  });
  return dossier;
}
