import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { coarse, connectable, featuresOf, samePosition, variantsOf, type Feature, type Position } from "~/domain/connection";
import type { CustodyStatement } from "~/domain/custody";
import type { IncidentDetails } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import { hex } from "~/server/digest";
import { detailsOf } from "~/server/incidents/queries";
import { featuresOf as inScope, incidentInScope, stillIn } from "~/server/scope";
import { sealJson } from "~/server/sealing";
import * as queries from "./queries";

/** The key of the digests; made for the first incident. Two who make it at once keep the one that came first. */
async function ensureKey(): Promise<Buffer> {
  const found = await queries.digestKey(db());
  if (found) return found;
  const sealed = await sealJson({ key: randomBytes(32).toString("base64") }, { kind: "connections", id: "instance" });
  await db().connectionKey.createMany({ data: [{ id: 1, sealed }], skipDuplicates: true });
  const made = await queries.digestKey(db());
  if (!made) throw new Error("The key of what connects incidents is not there although it was made.");
  return made;
}

type Digest = Uint8Array<ArrayBuffer>;
/** A kind's variants are never another kind's, and no variant is taken for a whole key. */
const digest = (key: Buffer, what: "feature" | "variant", kind: string, text: string): Digest =>
  new Uint8Array(createHmac("sha256", key).update(`${what}\0${kind}\0${text}`).digest());

const variants = (key: Buffer, feature: Feature): Digest[] => variantsOf(feature).map((variant) => digest(key, "variant", feature.kind, variant));

type Prepared = { readonly id: string; readonly feature: Feature; readonly digest: Digest; readonly variants: readonly Digest[]; readonly sealed: Digest };

const seal = (id: string, feature: Feature, position: Position | null): Promise<Digest> => {
  const { text, key, short } = feature;
  return sealJson({ text, key, short, position }, { kind: "feature", id });
};

/** What an incident is to be connected by, digested and sealed before its transaction begins. */
export async function prepare(details: IncidentDetails): Promise<Prepared[]> {
  const key = await ensureKey();
  return Promise.all(
    featuresOf(connectable(details)).map(async (feature) => {
      const id = randomUUID();
      return { id, feature, digest: digest(key, "feature", feature.kind, feature.key), variants: variants(key, feature), sealed: await seal(id, feature, null) };
    }),
  );
}

/**
 * Make an incident's features be these, in the transaction that changes what it says and under its lock. What nobody names any more is
 * gone, and with it every word about two incidents that stood on it.
 * @returns what the caller records, last
 */
export async function bind(tx: Tx, incidentId: string, prepared: readonly Prepared[]): Promise<CustodyStatement[]> {
  // One at a time: whoever finds a feature that another is about to remove would hold on to what is no longer there.
  await tx.$queryRaw`SELECT "id" FROM "ConnectionKey" WHERE "id" = 1 FOR UPDATE`;
  const ids = await insert(tx, prepared);
  const before = await tx.incidentFeature.findMany({ where: { incidentId }, select: { featureId: true } });
  const lost = before.map(({ featureId }) => featureId).filter((featureId) => !ids.includes(featureId));
  const fallen = await tx.connection.findMany({
    where: {
      OR: [
        { oneId: incidentId, shared: { some: { oneFeatureId: { in: lost } } } },
        { otherId: incidentId, shared: { some: { otherFeatureId: { in: lost } } } },
      ],
    },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  await tx.connection.deleteMany({ where: { id: { in: fallen.map(({ id }) => id) } } });
  await tx.incidentFeature.deleteMany({ where: { incidentId, featureId: { in: lost } } });
  await tx.incidentFeature.createMany({ data: ids.map((featureId) => ({ incidentId, featureId })), skipDuplicates: true });
  await tx.feature.deleteMany({ where: { id: { in: lost }, incidents: { none: {} } } });
  return fallen.map(({ id }): CustodyStatement => ({ kind: "connection.fell", connection: id }));
}

/** @returns the ids of all of them, those that were there before included */
async function insert(tx: Tx, prepared: readonly Prepared[]): Promise<string[]> {
  const known = await tx.feature.findMany({ where: { digest: { in: prepared.map((one) => one.digest) } }, select: { id: true, digest: true } });
  const there = new Map(known.map((one) => [hex(one.digest), one.id]));
  const fresh = prepared.filter((one) => !there.has(hex(one.digest)));
  await tx.feature.createMany({ data: fresh.map(({ id, feature: { kind }, digest: of, sealed }) => ({ id, kind, digest: of, sealed })) });
  await tx.featureVariant.createMany({ data: fresh.flatMap(({ id: featureId, variants: all }) => all.map((of) => ({ featureId, digest: of }))) });
  return prepared.map((one) => there.get(hex(one.digest)) ?? one.id);
}

/**
 * Say that two incidents belong together, or that they do not. What was said before of the two is replaced, where it is what was seen.
 * @param input.from the connection that the actor saw, or null where nobody had said anything
 * @throws Refusal `not-found`; `not-now` where they share nothing, or no longer what was shown; `changed-meanwhile`
 */
export function decide(actor: Actor, input: { incidentId: string; otherId: string; from: string | null; confirmed: boolean }, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id: incident } = await incidentInScope(tx, actor, input.incidentId);
    const { id: other } = await incidentInScope(tx, actor, input.otherId);
    if (incident === other) throw new Refusal("not-now");
    const [oneId, otherId] = incident < other ? [incident, other] : [other, incident];
    // No incident changes what it names meanwhile.
    await tx.$queryRaw`SELECT "id" FROM "ConnectionKey" WHERE "id" = 1 FOR UPDATE`;
    const matches = await queries.sharedBetween(tx, oneId, otherId);
    if (matches.length === 0) throw new Refusal("not-now");
    const said = await tx.connection.findUnique({ where: { oneId_otherId: { oneId, otherId } }, select: { id: true } });
    if ((said?.id ?? null) !== input.from) throw new Refusal("changed-meanwhile");
    await tx.connection.deleteMany({ where: { oneId, otherId } });
    const id = randomUUID();
    await tx.connection.create({ data: { id, oneId, otherId, confirmed: input.confirmed, decidedBy: actor.id, decidedAt: at } });
    await tx.sharedFeature.createMany({
      data: matches.map(({ one, other: two }) => ({ connectionId: id, oneFeatureId: one.id, otherFeatureId: two.id })),
    });
    await record(tx, actor.id, at, { kind: input.confirmed ? "connection.confirmed" : "connection.dismissed", connection: id, incident: oneId, other: otherId });
    return {};
  });
}

/**
 * Say about where a place is, or take it back.
 * @param input.from where the actor saw that it is, or null where nobody had said it
 * @throws Refusal `not-found`, for what is no place too; `changed-meanwhile`
 */
export async function locate(actor: Actor, input: { featureId: string; from: Position | null; position: Position | null }, at: Date): Promise<{}> {
  const where = { AND: [{ id: input.featureId, kind: "place" }, inScope(actor)] };
  const row = await db().feature.findFirst({ where, select: { id: true, kind: true, sealed: true } });
  if (!row) throw new Refusal("not-found");
  const feature = await queries.opened(row);
  if (!samePosition(feature.position, input.from)) throw new Refusal("changed-meanwhile");
  const sealed = await seal(row.id, feature, input.position && coarse(input.position));
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { count } = await tx.feature.updateMany({ where: { id: row.id, sealed: row.sealed }, data: { sealed } });
    if (count === 0) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, { kind: "place.located", feature: row.id });
    return {};
  });
}

/** Bind an incident from before there were features, or of a backup that had none, unless it changed meanwhile. @throws VaultError when it was damaged */
export async function index(incident: { readonly id: string; readonly version: number; readonly sealed: Uint8Array }, at: Date): Promise<void> {
  const prepared = await prepare(await detailsOf(incident));
  await transaction(async (tx) => {
    const still = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Incident" WHERE "id" = ${incident.id}::uuid AND "version" = ${incident.version} AND "erasedAt" IS NULL FOR UPDATE`;
    if (still.length === 1) await record(tx, null, at, ...(await bind(tx, incident.id, prepared)));
  });
}

/** Let a unit or a place be found by what is nearly called the same, where nothing says yet by what. @throws VaultError when it was damaged */
export async function vary(row: queries.FeatureRow): Promise<void> {
  const [key, feature] = [await ensureKey(), await queries.opened(row)];
  await transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "ConnectionKey" WHERE "id" = 1 FOR UPDATE`;
    // Nobody may name it any more.
    if ((await tx.feature.count({ where: { id: row.id } })) === 0) return;
    await tx.featureVariant.createMany({ data: variants(key, feature).map((of) => ({ featureId: row.id, digest: of })), skipDuplicates: true });
  });
}
