import type { CustodyStatement } from "~/domain/custody";
import { clear, type Clearance } from "~/domain/disclosure";
import type { HandedAs } from "~/domain/dossier";
import type { Brought } from "~/domain/opening";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { archived, makeDossier, page, type Archive, type Payload } from "~/dossier";
import { dossierPageWords } from "~/messages/dossier/words";
import type { Language } from "~/messages/languages";
import * as addressBook from "~/server/addressBook/queries";
import { atMost } from "~/server/at-most";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { factsDigest, lockInScope } from "~/server/disclosures/commands";
import { factsOf, heardBy } from "~/server/facts/queries";
import * as ledger from "~/server/ledger/queries";
import * as originals from "~/server/originals/commands";
import { exhibit } from "~/server/recipients/queries";
import { stillIn } from "~/server/scope";
import { isAgeKey, sealToAgeKey } from "~/vault";
import * as queries from "./queries";

/**
 * Which disclosure, and as what; the language in which it is read; the age public key that was given for it, empty for the one on the list, where there is one;
 * and what its reader's browser found of each original in it.
 */
type Asked = {
  readonly disclosureId: string; readonly as: HandedAs; readonly language: Language; readonly ageKey: string; readonly originals: readonly Brought[];
};
type Left = { readonly size: number; readonly body: ReadableStream<Uint8Array>; readonly sealed: boolean };
type Cleared = { readonly clearance: Clearance; readonly facts: string; readonly key: string; readonly exported: readonly originals.Exported[] };

/** Each waits for its PDF with the pictures that go into it. */
const MOST_AT_ONCE = 4;
const few = atMost(MOST_AT_ONCE);

/**
 * A released disclosure, locked and cleared, with the openings by which its originals leave. `facts` is the digest of what it was cleared on,
 * `key` what it is sealed to or empty: the one that was given, else the newest that stands on the list for its recipient.
 * @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap, `original-not-agreed`, `input-invalid`
 */
async function lockedAndCleared(tx: Tx, actor: Actor, { disclosureId, as, ageKey, originals: brought }: Asked, at: Date): Promise<Cleared> {
  await stillIn(tx, actor);
  const { id, state, recipientId } = await lockInScope(tx, actor, disclosureId);
  if (state !== "released") throw new Refusal("not-now");
  const facts = await factsOf(tx, id);
  const cleared = clear(facts, heardBy(facts, at));
  if (!cleared.ok) throw new Refusal("not-cleared", { gaps: cleared.gaps });
  const key = ageKey || (await addressBook.newestOf(tx, [recipientId])).get(recipientId)!.ageKey;
  const { clearance } = cleared;
  // An original leaves in a dossier, or not at all.
  const items = clearance.items.flatMap((item) => (as === "dossier" && item.form === "original" ? item.id : []));
  return { clearance, facts: factsDigest(facts), key, exported: await originals.exported(tx, actor, { purpose: facts.purpose, items }, brought, at) };
}

/** What was erased since it was cleared is in no dossier: while it is made that is a no, and one that is leaving breaks off. */
const open: queries.Opener = async (clearance, number) => {
  const opened = await exhibit(db(), clearance, number);
  if (!opened) throw new Refusal("not-now");
  return opened.bytes;
};

/** How something is made of what was cleared: `read` under its locks, null where it is too new; `said` in the ledger, of its digest and of the key's, where it leaves sealed. */
type Way<Read> = {
  readonly read: (tx: Tx, cleared: Cleared) => Promise<Read | null>;
  readonly make: (read: Read) => Promise<Archive>;
  readonly said: (digest: string, key: string | null, exported: readonly originals.Exported[]) => readonly CustodyStatement[];
};

/**
 * The dossier: signed. An original is listed in it and left out of what leaves here: only its reader's browser, in which it is open, has its bytes,
 * puts them in, and seals the whole, which the ledger does not say, since we do not see it.
 */
function asDossier({ disclosureId: disclosure, language }: Asked, head: ledger.SignedHead, at: Date): Way<NonNullable<Awaited<ReturnType<typeof queries.contents>>>> {
  return {
    read: (tx, { clearance, exported }) => queries.contents(tx, clearance, head, { language, at, open, exported }),
    make: async ({ reference, payload, apart }) =>
      makeDossier({
        name: `dossier-${reference}`,
        info: [["Bagging-Date", at.toISOString().slice(0, 10)], ["Bag-Software-Agent", "Vouchsafe"], ["External-Identifier", reference]],
        payload, apart, verifyPage: page(dossierPageWords), sign: await ledger.dossierSigner(),
      }),
    said: (digest, key, exported) => [
      ...exported.map(({ opening, item, sha256 }) => ({ kind: "original.exported" as const, opening, item, disclosure, digest: sha256 })),
      { kind: "dossier.made", disclosure, digest },
      ...(key === null ? [] : [{ kind: "dossier.sealed" as const, disclosure, digest, key }]),
    ],
  };
}

/** Tables and files for Uwazi. Nobody checks it without us, so it is not signed. */
const asUwazi = ({ disclosureId: disclosure, language }: Asked): Way<Payload[]> => ({
  read: (tx, { clearance }) => queries.forUwazi(tx, clearance, { language, open }),
  make: archived,
  said: (digest, key) => [
    { kind: "disclosure.exported", disclosure, format: "uwazi", digest },
    ...(key === null ? [] : [{ kind: "disclosure.exportSealed" as const, disclosure, digest, key }]),
  ],
});

/**
 * What was released, for a reviewer who hands it over: in the ledger by its digest before a byte of it leaves. It is cleared under the locks
 * when its contents are read, and again when they have been digested, since that takes long for many pictures and nobody who takes a word
 * back waits for it: whoever did so meanwhile is heard, and nothing leaves.
 *
 * Where there is a key, it leaves as a file that only whoever has its private half opens; the ledger says that, and to which key.
 * @returns `size` in bytes
 * @throws Refusal `not-found`, `not-now`, `not-cleared` with every gap, `age-key-invalid`, `changed-meanwhile`, `original-not-agreed`, `input-invalid`, `busy`
 */
export const handOut = (actor: Actor, asked: Asked, at: Date): Promise<Left> => few(() => leavingAs(actor, asked, at));

async function leavingAs(actor: Actor, asked: Asked, at: Date): Promise<Left> {
  if (asked.as === "uwazi") return leaving(actor, asked, at, asUwazi(asked));
  // Signed before the transaction: every entry that the dossier proves is older than it.
  return leaving(actor, asked, at, asDossier(asked, await ledger.signedHead(), at));
}

async function leaving<Read>(actor: Actor, asked: Asked, at: Date, { read, make, said }: Way<Read>): Promise<Left> {
  const { found, facts, key } = await transaction(async (tx) => {
    const cleared = await lockedAndCleared(tx, actor, asked, at);
    return { ...cleared, found: await read(tx, cleared) };
  });
  if (!found) throw new Refusal("not-now");
  if (key !== "" && !(await isAgeKey(key))) throw new Refusal("age-key-invalid");
  const made = await make(found);
  const sealed = key !== "" && asked.originals.length === 0;
  await transaction(async (tx) => {
    const again = await lockedAndCleared(tx, actor, asked, at);
    // What it was made of was cleared on other facts than what would leave now, or somebody wrote down another key.
    if (again.facts !== facts || again.key !== key) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, ...said(made.digest, sealed ? sha256Hex(key) : null, again.exported));
  });
  const plain = { size: made.size, body: made.body() };
  return sealed ? { ...(await sealToAgeKey(plain, key)), sealed } : { ...plain, sealed };
}
