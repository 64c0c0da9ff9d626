import { clear } from "~/domain/disclosure";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { makeDossier, page, type Dossier } from "~/dossier";
import { dossierPageWords } from "~/messages/dossier/words";
import { record } from "~/server/custody";
import { db, transaction } from "~/server/db";
import { lockInScope } from "~/server/disclosures/commands";
import { factsOf } from "~/server/facts/queries";
import * as ledger from "~/server/ledger/queries";
import { exhibit } from "~/server/recipients/queries";
import { stillIn } from "~/server/scope";
import * as queries from "./queries";

/**
 * The dossier of a released disclosure, for a reviewer who hands it over: cleared again, signed, and in the ledger by its digest before a
 * byte of it leaves. Its files are opened once to be digested, under the locks, and once more as they leave.
 * @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap
 */
export async function handOut(actor: Actor, disclosureId: string, at: Date): Promise<Dossier> {
  // Signed before the transaction: every entry that the dossier proves is older than it.
  const head = await ledger.signedHead();
  let leaves = false;
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id, state } = await lockInScope(tx, actor, disclosureId);
    if (state !== "released") throw new Refusal("not-now");
    const cleared = clear(await factsOf(tx, id), at);
    if (!cleared.ok) throw new Refusal("not-cleared", { gaps: cleared.gaps });
    const open: queries.Opener = async (clearance, number) => {
      const opened = await exhibit(leaves ? db() : tx, clearance, number);
      if (!opened) throw new Error("An exhibit was erased while its dossier was on its way.");
      return opened.bytes;
    };
    const found = await queries.contents(tx, cleared.clearance, head, at, open);
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
    await record(tx, actor.id, at, { kind: "dossier.made", disclosure: id, digest: dossier.digest });
    leaves = true;
    return dossier;
  });
}
