import path from "node:path";
import { Decrypter } from "age-encryption";
import { Client } from "pg";
import { loadSigner } from "~/ledger";
import { fileHolder, type KeyHolder, open, openRecord, unwrapKey } from "~/vault";
import { messageOf } from "../../scripts/launch/thrown.mjs";
import { verifyLedger } from "../../scripts/ledger/verify-tables";
import { sha256 } from "../support/sha256";
import { Store } from "./store";
import { type DerivativeRow, type EventBody, type ItemRow, readTables, type Tables } from "./tables";
import type { Acknowledged } from "./uploads";

/** Everything that is not as it must be, one sentence each; and what was looked at. */
export type Findings = Readonly<{
  faults: readonly string[];
  acknowledged: number;
  lost: number;
  rows: number;
  /** Objects that rows name, each opened and compared with its digest. */
  objects: number;
  /** Objects, and unfinished ones, that no row names: what the nightly sweep takes. */
  orphans: number;
  unfinished: number;
  /** Pictures for the display, which only large photos have. */
  displays: number;
  /** Names in rows without an object that fits. */
  dangling: number;
  ledgerEntries: number;
}>;

type Promised = Readonly<{ data: string; database: string; identity: string; acknowledged: readonly Acknowledged[] }>;

/**
 * Holds an instance that is at rest against what was promised to the senders of photos. Reads only, and shares no code
 * with the service but the vault and the ledger's verifier.
 */
export async function audit({ data, database, identity, acknowledged }: Promised): Promise<Findings> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    const tables = await readTables(client);
    const holder = await fileHolder(path.join(data, "keys", "instance.key"));
    const examined = new Examination(new Store(path.join(data, "blobs")), holder, identity);
    const lost = checkPromises(tables, acknowledged, examined);
    for (const item of tables.items) await checkItem(item, tables, examined);
    checkLeftovers(tables, examined);
    const names = await examined.store.names();
    const { verifierKey } = await loadSigner(path.join(data, "keys", "ledger.key"));
    const verdict = await verifyLedger(client, { verifierKey, holder });
    if (!verdict.ok) examined.fault(`the ledger does not verify: entry ${verdict.at}: ${verdict.why}`);
    return {
      faults: examined.faults,
      acknowledged: acknowledged.length,
      lost,
      rows: tables.items.length + tables.derivatives.length,
      objects: examined.named.size,
      orphans: names.filter((name) => !examined.named.has(name)).length,
      unfinished: names.filter((name) => name.endsWith(".part")).length,
      displays: tables.derivatives.filter(({ kind }) => kind === "display").length,
      dangling: examined.dangling,
      ledgerEntries: verdict.ok ? verdict.size : 0,
    };
  } finally {
    await client.end();
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** What is found while rows are held against objects. */
class Examination {
  readonly faults: string[] = [];
  readonly named = new Set<string>();
  dangling = 0;

  constructor(
    readonly store: Store,
    readonly holder: KeyHolder,
    readonly identity: string,
  ) {}

  fault(sentence: string): void {
    this.faults.push(sentence);
  }

  expect(holds: boolean, sentence: string): void {
    if (!holds) this.fault(sentence);
  }

  /** An object that a row names is there and is what the row says of it. */
  async object(what: string, name: string | null, fits: (bytes: Buffer<ArrayBuffer>) => Promise<boolean>): Promise<void> {
    if (name === null) {
      this.fault(`${what} is not named`);
      return;
    }
    this.expect(!this.named.has(name), `${what} shares its object with another`);
    this.named.add(name);
    try {
      if (await fits(await this.store.read(name))) return;
      this.fault(`${what} is another than its row says`);
    } catch (error) {
      this.fault(`${what} cannot be had: ${messageOf(error).replace(this.store.folder, "")}`);
    }
    this.dangling += 1;
  }

  async decrypt(sealed: Uint8Array): Promise<Uint8Array> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.identity);
    return decrypter.decrypt(sealed);
  }
}

/** A photo is itself within its incident. */
const key = (incidentId: string, digest: string): string => `${incidentId} ${digest}`;

/** @returns how many acknowledged photos have no row that is ready */
function checkPromises({ items }: Tables, acknowledged: readonly Acknowledged[], found: Examination): number {
  const rows = new Map(items.map((item) => [key(item.incidentId, hex(item.digest)), item]));
  let lost = 0;
  for (const { incidentId, digest, size, shown, itemId } of acknowledged) {
    const row = rows.get(key(incidentId, digest));
    if (row?.state !== "ready") {
      lost += 1;
      found.fault(`photo ${digest} was acknowledged, and ${row ? `is ${row.state} ${row.refusal ?? ""}` : "has no row"}`);
      continue;
    }
    rows.delete(key(incidentId, digest));
    found.expect(row.size === size, `photo ${digest} has another size`);
    found.expect(row.width === shown.width && row.height === shown.height, `photo ${digest} shows more or less`);
    found.expect(itemId === null || row.id === itemId, `photo ${digest} was acknowledged as another item`);
  }
  for (const { id } of rows.values()) found.fault(`item ${id} is nothing that a sender was told of`);
  return lost;
}

const DISPLAY_EDGE = 1600;

/** In the order in which they are made. */
const kindsOf = ({ width, height }: ItemRow) =>
  Math.max(width ?? 0, height ?? 0) > DISPLAY_EDGE ? ["clean", "display", "preview"] : ["clean", "preview"];

async function checkItem(item: ItemRow, tables: Tables, found: Examination): Promise<void> {
  const name = `item ${item.id}`;
  found.expect(item.state === "ready" && item.refusal === null, `${name} is ${item.state}`);
  found.expect(item.suggestedAt !== null, `${name} was not searched for faces`);
  found.expect(item.intakeBlob === null && item.wrappedIntake === null, `${name} still has its intake`);

  await found.object(`the original of ${name}`, item.originalBlob, async (sealed) => {
    if (item.originalDigest === null || sha256(sealed) !== hex(item.originalDigest)) return false;
    const original = await found.decrypt(sealed);
    return original.length === item.size && sha256(original) === hex(item.digest);
  });
  await found.object(`what the original of ${name} told`, item.originalToldBlob, async (sealed) => {
    JSON.parse(new TextDecoder().decode(await found.decrypt(sealed)));
    return true;
  });
  if (item.toldSealed === null) found.fault(`${name} has nothing to tell its documenter`);
  else await openRecord(item.toldSealed, { kind: "told", id: item.id }, found.holder);

  const derivatives = tables.derivatives.filter(({ itemId }) => itemId === item.id);
  const kinds = derivatives.map(({ kind }) => kind).toSorted().join(" and ");
  found.expect(kinds === kindsOf(item).toSorted().join(" and "), `${name} has ${kinds === "" ? "no derivatives" : kinds}`);
  for (const derivative of derivatives) await checkDerivative(derivative, item, found);
  checkEvents(item, derivatives, tables.events.filter((event) => event.item === item.id), found);
}

async function checkDerivative(derivative: DerivativeRow, item: ItemRow, found: Examination): Promise<void> {
  const { id, kind, blob, digest, size } = derivative;
  await found.object(`the ${kind} picture of item ${item.id}`, blob, async (sealed) => {
    if (item.wrappedKey === null) return false;
    const itemKey = await unwrapKey(item.wrappedKey, { kind: "item-key", id: item.id }, found.holder);
    const picture = open(sealed, { kind, id }, itemKey);
    return picture.length === size && sha256(picture) === hex(digest);
  });
}

/** However often its jobs ran, the ledger says everything about an item once, and what it says is what is there. */
function checkEvents(
  item: ItemRow,
  derivatives: readonly DerivativeRow[],
  events: readonly EventBody[],
  found: Examination,
): void {
  const said = events.map(({ kind }) => kind).join(", ");
  const made = kindsOf(item).map(() => "derivative.made");
  const wanted = ["evidence.received", "evidence.sealed", ...made, "intake.erased", "regions.suggested"].join(", ");
  found.expect(said === wanted, `of item ${item.id} the ledger says: ${said}`);
  const agrees = events.every((event) => {
    if (event.kind === "evidence.received") {
      return event.digest === hex(item.digest) && event.incident === item.incidentId && event.size === item.size;
    }
    if (event.kind === "evidence.sealed") return event.sealed === hex(item.originalDigest ?? Buffer.alloc(0));
    if (event.kind !== "derivative.made") return true;
    return derivatives.some(({ id, kind, digest }) => {
      return event.derivative === id && event.form === kind && event.digest === hex(digest);
    });
  });
  found.expect(agrees, `what the ledger says of item ${item.id} is not what is there`);
}

/** Nothing speaks of an item that is not there, and no work was given up. */
function checkLeftovers({ items, derivatives, events, jobs }: Tables, found: Examination): void {
  const known = new Set(items.map(({ id }) => id));
  for (const { kind, item } of events) found.expect(known.has(item), `the ledger has ${kind} of item ${item}, which has no row`);
  for (const { id, itemId } of derivatives) found.expect(known.has(itemId), `derivative ${id} has no item`);
  for (const { name, state, count } of jobs) {
    found.expect(state === "completed", `${count} jobs ${name} are ${state}`);
  }
}
