import { createHash } from "node:crypto";
import { stepsOf, type Entry } from "~/domain/exhibit-steps";
import { readZip, makeDossier, inMemory } from "~/dossier";
import { attest, canonical, checkpoint, commit, newSalt, proveAll, proveConsistency, type Bytes, type Head, type Signer } from "~/ledger";
import { treeOf } from "~/ledger/fixture";
import { makeRequest, readAnswer, readRoots } from "~/timestamp";
import { logKey, openCheckpoint, witnessFrom } from "../../scripts/witness/checks.mjs";
import type { Authority } from "./authority";
import { sha256 } from "./sha256";

/** A dossier of two pictures and an account, with a ledger in memory behind it: made in milliseconds, and right to the last proof. */

export type Event = { readonly kind: string; readonly [name: string]: string | number | null };
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const RECIPE = { steps: [{ step: "sanitise", longEdge: 1600, tools: { sharp: "0.35.5" }, encoding: { quality: 85, chroma: "4:2:0", process: "baseline" } }] };
const OF_EXHIBITS = [
  "evidence.received", "evidence.sealed", "derivative.made", "redaction.confirmed", "evidence.viewed", "original.asked", "original.agreed", "original.handedOut",
  "original.checked", "disclosure.exhibited", "account.worded", "account.checked",
] as const;

/** Entries so far, and what proves each of them before a state of the ledger. */
export class Entries {
  readonly #kept: { index: number; salt: Bytes; commitment: Bytes; event: Event }[] = [];

  add(...events: readonly Event[]): Head {
    for (const event of events) {
      const salt = newSalt();
      this.#kept.push({ index: this.#kept.length, salt, commitment: commit(salt, canonical(event)), event });
    }
    return this.#tree(this.#kept.length).head;
  }

  #tree = (size: number) => treeOf(this.#kept.slice(0, size).map(({ commitment }) => commitment));

  async proven(head: Head, ...kinds: readonly [about: string, ...string[]]) {
    const [about, ...wanted] = kinds;
    const found = this.#kept.filter(({ index, event }) => index < head.size && wanted.includes(event.kind) && Object.values(event).includes(about));
    const proofs = await proveAll(this.#tree(head.size).source, found.map(({ index }) => index), head.size);
    return found.map(({ index, salt, event }, at) => ({ index, salt: base64(salt), event, proof: proofs[at]!.map(base64) }));
  }

  async continued(first: Head, second: Head): Promise<string[]> {
    return (await proveConsistency(this.#tree(second.size).source, first.size, second.size)).map(base64);
  }
}

export const WITNESSED_AT = "2026-11-28T11:00:00.000Z";

/** A stamp on a checkpoint, as a dossier has it. */
function stampFiles(authority: Authority, size: number, note: string, released: object) {
  const { der, ...request } = makeRequest(createHash("sha256").update(note).digest());
  const { der: token, chain } = readAnswer(authority.answer(der), request, readRoots(authority.pem), new Date());
  const at = (name: string) => `timestamps/${size}/${name}`;
  return [
    inMemory(at("checkpoint.txt"), note), inMemory(at("released.json"), JSON.stringify(released)),
    { path: at("0123456789abcdef.tst"), open: () => Promise.resolve(token) }, inMemory(at("0123456789abcdef.pem"), chain),
  ];
}

/** A witness's line below a checkpoint, their key, and the proof that the ledger of a dossier begins with it. */
function countersignedFiles(note: string, signer: Signer, proof: readonly string[]) {
  const witness = witnessFrom("witness.example.net", new Uint8Array(32).fill(2));
  const line = witness.countersign(openCheckpoint(note, logKey(signer.verifierKey)!)!, new Date(WITNESSED_AT));
  return [
    inMemory("ledger/countersigned.txt", note + line), inMemory("ledger/witnesses.txt", `${witness.key}\n`), inMemory("ledger/continues.json", JSON.stringify(proof)),
  ];
}

/**
 * @param kind.authority who stamps its ledger, which a witness then countersigned before the release; nobody where there is none
 * @param kind.verifyPage `verify.html`
 * @param kind.before of the kind before, which tells no steps, of a manifest that does not bind the report
 * @returns its files, the key that it is checked with, and a state of the ledger that was signed before the release
 */
export async function smallDossier(
  signer: Signer, { before: ofBefore = false, authority, verifyPage = "<!doctype html>" }: { before?: boolean; authority?: Authority; verifyPage?: string } = {},
) {
  const BY = "0193c2a5-0000-7000-8000-000000000001";
  const at = "2026-11-28T10:00:00.000Z";
  const event = (kind: string, rest: Event | Omit<Event, "kind">): Event => ({ v: 1, at, by: BY, ...rest, kind });
  const entries = new Entries();
  const pictures = [Buffer.alloc(400, 1), Buffer.alloc(500, 2)];
  const words = { language: "en", text: "What I saw." };
  const wordsDigest = sha256(Buffer.from(JSON.stringify([words.language, words.text])));
  entries.add(event("setting.changed", { name: "vouches", value: 2 }));
  for (const [n, bytes] of pictures.entries())
    entries.add(
      event("evidence.received", { item: `item-${n}`, digest: sha256(Buffer.from(`original ${n}`)) }),
      event("derivative.made", {
        by: null, item: `item-${n}`, derivative: `derivative-${n}`, form: "redacted", source: sha256(Buffer.from(`original ${n}`)), digest: sha256(bytes), recipe: sha256(Buffer.from("recipe")),
      }),
    );
  const before = entries.add(event("account.worded", { account: "account-0", digest: "1".repeat(64) }));
  const exhibits = [
    ...await Promise.all(pictures.map(async (bytes, n) => ({
      number: n + 1, kind: "photo", form: "redacted", size: "reduced", digest: sha256(bytes), original: sha256(Buffer.from(`original ${n}`)),
      entries: await entries.proven(before, `item-${n}`, "evidence.received", "derivative.made"),
    }))),
    { number: 3, kind: "account", form: "redacted", size: null, digest: wordsDigest, original: null, entries: await entries.proven(before, "account-0", "account.worded") },
  ];
  const terms = { purpose: "court" as const, until: "2026-12-28T10:00:00.000Z" };
  const of = { reference: "CAL-1", report: { place: "Under the bridge", forces: [{ service: "police", officers: 3 }] } };
  const manifest = JSON.stringify({ vouchsafe: ofBefore ? "manifest/1" : "manifest/2", ...terms, ...(ofBefore ? {} : of), checkpoint: checkpoint(before, signer), exhibits }, null, 2);
  const after = entries.add(
    event("evidence.sealed", { by: null, item: "item-0", digest: sha256(Buffer.from("original 0")), sealed: "3".repeat(64) }),
    event("redaction.confirmed", { item: "item-0", redaction: "redaction-0", version: 1, digest: "4".repeat(64) }),
    event("evidence.viewed", { item: "item-0", derivative: "derivative-0", form: "redacted" }),
    event("original.asked", { opening: "opening-0", item: "item-1", purpose: "court" }),
    event("original.agreed", { opening: "opening-0", item: "item-1" }),
    event("original.handedOut", { opening: "opening-0", item: "item-1", sealed: "3".repeat(64) }),
    event("original.checked", { resealing: "resealing-0", item: "item-1", sealed: "5".repeat(64), key: "key-0" }),
    event("account.checked", { account: "account-0", digest: "6".repeat(64) }),
    event("disclosure.proposed", { disclosure: "disclosure-0", purpose: "court", items: 3, facts: "2".repeat(64) }),
    event("disclosure.approved", { disclosure: "disclosure-0", facts: "2".repeat(64) }),
    event("disclosure.released", { disclosure: "disclosure-0", manifest: sha256(Buffer.from(manifest)), facts: "7".repeat(64) }),
    event("disclosure.exhibited", { by: null, disclosure: "disclosure-0", item: "item-0", derivative: "derivative-0" }),
  );
  const [decided, released] = await entries.proven(after, "disclosure-0", "disclosure.approved", "disclosure.released");
  const files = ["data/exhibits/exhibit-1.jpg", "data/exhibits/exhibit-2.jpg", "data/exhibits/exhibit-3.txt"];
  const told = { purpose: terms.purpose, place: of.report.place, ledger: signer.verifierKey.split("+")[0]!, madeAt: at };
  const shared = await entries.proven(after, "disclosure-0", "disclosure.proposed", "disclosure.approved", "disclosure.released");
  const histories = await Promise.all(["item-0", "item-1", "account-0"].map(async (about) =>
    [...await entries.proven(after, about, ...OF_EXHIBITS), ...shared].toSorted((a, b) => a.index - b.index)));
  const stepsOfExhibit = (n: number) => stepsOf(
    {
      form: "redacted", digest: exhibits[n]!.digest, derivative: `derivative-${n}`, recipes: new Map([[`derivative-${n}`, RECIPE]]),
      entries: histories[n] as unknown as readonly Entry[],
    },
    told,
  );
  const record = {
    vouchsafe: ofBefore ? "dossier/2" : "dossier/3", madeAt: at, ...terms, ...of,
    history: ofBefore ? undefined : [...new Map(histories.flat().map((entry) => [entry.index, entry])).values()],
    consents: { rule: "everybody-said-yes", clearedAt: [at, at, at], facts: ["2".repeat(64), "7".repeat(64)] },
    exhibits: exhibits.map(({ number, kind, size, digest, original }) => ({
      number, kind, size, language: kind === "account" ? words.language : null, digest, original, file: files[number - 1],
      custody: {
        who: BY, when: at, where: { place: of.report.place, kept: told.ledger }, why: terms.purpose,
        authority: { decidedBy: BY, decidedAt: at, releasedBy: BY, releasedAt: at },
        altered: { as: "redacted", at: original ? at : null },
        repeatable: original ? { source: original, recipe: sha256(Buffer.from("recipe")) } : null,
      },
      steps: ofBefore ? undefined : stepsOfExhibit(number - 1),
    })),
    disclosure: "disclosure-0", files, languages: { 3: "en" }, decided, released,
    checkpoint: checkpoint(after, signer), verifierKey: signer.verifierKey,
  };
  const outside = authority
    ? [
        ...stampFiles(authority, after.size, record.checkpoint, released!), ...countersignedFiles(checkpoint(before, signer), signer, await entries.continued(before, after)),
        inMemory("ledger/checkpoint.txt", record.checkpoint),
      ]
    : [];
  const { body } = await makeDossier({
    name: "dossier-CAL-1", info: [["Bagging-Date", "2026-11-28"]], verifyPage,
    sign: (digest) => attest("dossier", digest, signer),
    payload: [
      inMemory("manifest.json", manifest), inMemory("record.json", JSON.stringify(record)), inMemory("exhibits/exhibit-3.txt", words.text),
      ...outside,
      ...pictures.map((bytes, n) => ({ path: `exhibits/exhibit-${n + 1}.jpg`, open: () => Promise.resolve(new Uint8Array(bytes)) })),
    ],
  });
  const archive = new Uint8Array(await new Response(body()).arrayBuffer());
  const bag = new Map([...readZip(archive)!].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));
  return { archive, bag, key: signer.verifierKey, earlier: checkpoint(before, signer) };
}
