import { randomBytes } from "node:crypto";
import type { Purpose, Size } from "~/domain/consent";
import { clear, type Clearance } from "~/domain/disclosure";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { textsOf } from "~/server/accounts/queries";
import { pictureName, shuffled } from "~/server/chance";
import { hashPassphrase, newToldSecret } from "~/server/credentials";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { leaving } from "~/server/derivatives/queries";
import { digestAtReception } from "~/server/evidence/queries";
import { hex, sha256Hex, tokenDigest } from "~/server/digest";
import { factsDigest, lockInScope } from "~/server/disclosures/commands";
import { scopeOf, verdictOf } from "~/server/disclosures/queries";
import { factsOf, heardBy } from "~/server/facts/queries";
import { reportOf, toldDigest } from "~/server/incidents/queries";
import * as ledger from "~/server/ledger/queries";
import { stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";

type Exhibit = {
  readonly number: number;
  readonly kind: "photo" | "account";
  readonly form: string;
  /** How large a photo leaves, and the name under which it is saved; null for an account and for an original. */
  readonly size: Size | null;
  readonly file: string | null;
  /** SHA-256 of the very bytes that leave. */
  readonly digest: string;
  readonly original: string | null;
  /** Entries of the ledger that speak of it, with their proofs. */
  readonly entries: readonly ledger.ProvenEntry[];
};

/** An exhibit with its number, before its entries were looked up. */
type Numbered = Omit<Exhibit, "entries"> & { readonly about: ledger.About };

/**
 * Release an approved disclosure: clear it again, number the exhibits, pin the very derivatives that leave, write the
 * manifest, in which the report stands as its recipient is told it from then on, and make the link. The token, and the second secret where one is
 * wanted, are returned once and kept nowhere.
 * @throws Refusal `not-cleared` with every gap, `pictures-not-made` while the worker is at it, `not-now`; `changed-meanwhile` when the
 *   report is not the one that was approved
 */
export async function release(actor: Actor, disclosureId: string, at: Date): Promise<{ token: string; secret: string | null }> {
  const token = randomBytes(32).toString("base64url");
  // Made and hashed before the transaction, whether it will be wanted or not: nobody waits for it under a lock.
  const secret = newToldSecret();
  const secretHash = await hashPassphrase(secret);
  // Signed before the transaction: every entry that the manifest proves is older than this decision.
  const head = await ledger.signedHead();
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id, incidentId, state } = await lockInScope(tx, actor, disclosureId);
    if (state !== "approved") throw new Refusal("not-now");
    const facts = await factsOf(tx, id);
    const cleared = clear(facts, heardBy(facts, at));
    if (!cleared.ok) throw new Refusal("not-cleared", { gaps: cleared.gaps });
    const { secretWanted, ...row } = await tx.disclosure.findUniqueOrThrow({
      where: { id }, select: { id: true, secretWanted: true, leftOut: true, proposedAt: true, verdictSealed: true },
    });
    const told = await reportOf(tx, incidentId);
    if ((await verdictOf(row))?.told !== toldDigest(told)) throw new Refusal("changed-meanwhile");
    const exhibits = await proven(tx, head, [
      ...(await photos(tx, cleared.clearance, facts.purpose)),
      ...(await accounts(tx, cleared.clearance)),
    ]);
    const manifest = {
      vouchsafe: "manifest/2",
      disclosure: id,
      ...told,
      purpose: facts.purpose,
      releasedAt: at.toISOString(),
      until: facts.until.toISOString(),
      checkpoint: head.note,
      verifierKey: head.publicKey,
      scope: scopeOf(row),
      exhibits,
    };
    const text = JSON.stringify(manifest, null, 2);
    await tx.disclosure.update({
      where: { id },
      data: {
        state: "released",
        releasedAt: at,
        tokenDigest: tokenDigest(token),
        secretHash: secretWanted ? secretHash : null,
        manifestSealed: await sealJson(text, { kind: "manifest", id }),
      },
    });
    await record(tx, actor.id, at, {
      kind: "disclosure.released", disclosure: id, manifest: sha256Hex(text), facts: factsDigest(facts),
    });
    return { token, secret: secretWanted ? secret : null };
  });
}

/** Number the cleared pictures and pin each one's derivative: of the cleared size, made with the redaction that cleared, bearing its mark. */
async function photos(tx: Tx, { disclosureId, items }: Clearance, purpose: Purpose): Promise<Numbered[]> {
  const exhibits: Numbered[] = [];
  for (const [position, item] of shuffled(items).entries()) {
    const { id: itemId, form, size } = item;
    const number = position + 1;
    const derivative = form === "original" ? null : await leaving(tx, { disclosureId, purpose }, item);
    if (!derivative && form !== "original") throw new Refusal("pictures-not-made");
    await tx.disclosureItem.update({
      where: { disclosureId_itemId: { disclosureId, itemId } },
      data: { exhibit: number, derivativeId: derivative?.id ?? null },
    });
    if (derivative) {
      const [digest, original] = [hex(derivative.digest), hex(derivative.item.digest)];
      exhibits.push({ number, kind: "photo", form, size, file: pictureName(), digest, original, about: { item: itemId, derivative: derivative.id } });
    } else {
      // It leaves in a dossier, by an opening that two agreed on, and never by the link: there is no picture of it that one could open.
      const digest = await digestAtReception(tx, itemId);
      exhibits.push({ number, kind: "photo", form, size: null, file: null, digest, original: digest, about: { item: itemId, derivative: null } });
    }
  }
  return exhibits;
}

/** Number the cleared accounts after the pictures; the digest is of each text as it leaves, masked where its form is. */
async function accounts(tx: Tx, clearance: Clearance): Promise<Numbered[]> {
  const { disclosureId, items } = clearance;
  const exhibits: Numbered[] = [];
  const texts = await textsOf(tx, clearance.accounts);
  for (const [position, { id: accountId, form }] of shuffled(clearance.accounts).entries()) {
    await tx.disclosureAccount.update({
      where: { disclosureId_accountId: { disclosureId, accountId } },
      data: { exhibit: items.length + position + 1 },
    });
    exhibits.push({
      number: items.length + position + 1, kind: "account", form, size: null, file: null,
      digest: texts.get(accountId)!.digest, original: null, about: { account: accountId },
    });
  }
  return exhibits;
}

/**
 * Each exhibit with its entries of the ledger, which is read once for all of them.
 * @throws Refusal `pictures-not-made` where a picture was made after `head` was signed: a moment later it is proven too
 */
async function proven(tx: Tx, head: ledger.SignedHead, numbered: readonly Numbered[]): Promise<Exhibit[]> {
  const found = await ledger.provenEntries(tx, head, numbered.map(({ about }) => about));
  return numbered.map(({ about: _about, ...exhibit }, position) => {
    const entries = found[position] ?? [];
    const isMade = entries.some(({ event }) => event.kind === "derivative.made");
    if (exhibit.kind === "photo" && exhibit.form !== "original" && !isMade) throw new Refusal("pictures-not-made");
    return { ...exhibit, entries };
  });
}
