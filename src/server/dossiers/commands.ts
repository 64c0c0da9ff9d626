import { clear, type Clearance } from "~/domain/disclosure";
import type { Brought } from "~/domain/opening";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { makeDossier, page, type Dossier } from "~/dossier";
import { dossierPageWords } from "~/messages/dossier/words";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { factsDigest, lockInScope } from "~/server/disclosures/commands";
import { factsOf } from "~/server/facts/queries";
import * as ledger from "~/server/ledger/queries";
import * as originals from "~/server/originals/commands";
import { exhibit } from "~/server/recipients/queries";
import { stillIn } from "~/server/scope";
import * as queries from "./queries";

type Cleared = { readonly clearance: Clearance; readonly facts: string; readonly exported: readonly originals.Exported[] };

/**
 * A released disclosure, locked and cleared, with the openings by which its originals leave. `facts` is the digest of what it was cleared on.
 * @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap, `original-not-agreed`, `input-invalid`
 */
async function lockedAndCleared(tx: Tx, actor: Actor, disclosureId: string, brought: readonly Brought[], at: Date): Promise<Cleared> {
  await stillIn(tx, actor);
  const { id, state } = await lockInScope(tx, actor, disclosureId);
  if (state !== "released") throw new Refusal("not-now");
  const facts = await factsOf(tx, id);
  const cleared = clear(facts, at);
  if (!cleared.ok) throw new Refusal("not-cleared", { gaps: cleared.gaps });
  const { clearance } = cleared;
  const items = clearance.items.flatMap((item) => (item.form === "original" ? item.id : []));
  return { clearance, facts: factsDigest(facts), exported: await originals.exported(tx, actor, { purpose: facts.purpose, items }, brought, at) };
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
 * An original is listed in it and left out of what leaves here: only its reader's browser, in which it is open, has its bytes.
 * @param brought what that browser found of each of them
 * @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap, `changed-meanwhile`, `original-not-agreed`, `input-invalid`
 */
export async function handOut(actor: Actor, disclosureId: string, brought: readonly Brought[], at: Date): Promise<Dossier> {
  // Signed before the transaction: every entry that the dossier proves is older than it.
  const head = await ledger.signedHead();
  const { found, facts } = await transaction(async (tx) => {
    const { clearance, facts, exported } = await lockedAndCleared(tx, actor, disclosureId, brought, at);
    return { found: await queries.contents(tx, clearance, head, at, open, exported), facts };
  });
  if (!found) throw new Refusal("not-now");
  const dossier = await makeDossier({
    name: `dossier-${found.reference}`,
    info: [
      ["Bagging-Date", at.toISOString().slice(0, 10)], ["Bag-Software-Agent", "Vouchsafe"], ["External-Identifier", found.reference],
    ],
    payload: found.payload,
    apart: found.apart,
    verifyPage: page(dossierPageWords),
    sign: await ledger.dossierSigner(),
  });
  await transaction(async (tx) => {
    const again = await lockedAndCleared(tx, actor, disclosureId, brought, at);
    // What it was made of was cleared on other facts than what would leave now.
    if (again.facts !== facts) throw new Refusal("changed-meanwhile");
    const left = again.exported.map(({ opening, item, sha256 }) => ({ kind: "original.exported" as const, opening, item, disclosure: disclosureId, digest: sha256 }));
    await record(tx, actor.id, at, ...left, { kind: "dossier.made", disclosure: disclosureId, digest: dossier.digest });
  });
  return dossier;
}
