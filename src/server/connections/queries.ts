import { createHmac } from "node:crypto";
import * as z from "zod";
import {
  byWeight, featureKinds, isWeapon, likeness, shared, weight, weightOf, type Feature, type FeatureKind, type Likeness, type Position, type Shared,
} from "~/domain/connection";
import type { Naming } from "~/domain/exchange";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { db, type Tx } from "~/server/db";
import { detailsOf } from "~/server/incidents/queries";
import { mapOf } from "~/server/maps";
import { featuresOf, incidentInScope, incidentsOf } from "~/server/scope";
import { openJson } from "~/server/sealing";

const Key = z.strictObject({ key: z.base64() });

/** The key of the digests, or null while there is no incident. Sealed: whoever has the tables alone can try no plate against them. */
export async function digestKey(tx: Tx): Promise<Buffer | null> {
  const row = await tx.connectionKey.findUnique({ where: { id: 1 }, select: { sealed: true } });
  return row && Buffer.from((await openJson(row.sealed, { kind: "connections", id: "instance" }, Key)).key, "base64");
}

/** Of a name outside, in hexadecimal: as much as nobody meets by chance. */
const LETTERS = 40;

/** Whoever has a file and our tables can tie no name to a row, and whoever has two files knows the same thing again. */
export async function naming(tx: Tx): Promise<Naming> {
  const key = await digestKey(tx);
  return (thing, of) => {
    if (!key) throw new Error("There is something to name, and no key to name it by.");
    return createHmac("sha256", key).update(`export\0${thing}\0${of}`).digest("hex").slice(0, LETTERS);
  };
}

const Label = z.strictObject({
  text: z.string(), key: z.string(), short: z.string(),
  position: z.strictObject({ latitude: z.number(), longitude: z.number() }).nullable(),
});
const featureShape = { id: true, kind: true, sealed: true } as const;
export type FeatureRow = { readonly id: string; readonly kind: string; readonly sealed: Uint8Array };
export type Opened = Feature & { readonly id: string; readonly position: Position | null };

/** Open what a feature is called. @throws VaultError when it was damaged */
export const opened = async ({ id, kind, sealed }: FeatureRow): Promise<Opened> =>
  ({ id, kind: z.enum(featureKinds).parse(kind), ...(await openJson(sealed, { kind: "feature", id }, Label)) });

/** How many are listed of each kind, those of the most incidents first. */
const LISTED = 200;

/** Those of each kind that the most incidents name, and how many do. */
const mostNamed = () =>
  db().$queryRaw<{ id: string; incidents: number }[]>`
    SELECT "id", "incidents" FROM (
      SELECT f."id", n."incidents", row_number() OVER (PARTITION BY f."kind" ORDER BY n."incidents" DESC, f."id") AS "rank"
      FROM "Feature" f JOIN (SELECT "featureId", count(*)::int AS "incidents" FROM "IncidentFeature" GROUP BY 1) n ON n."featureId" = f."id"
    ) ranked WHERE "rank" <= ${LISTED} ORDER BY "rank"`;

/**
 * Units, places, plates and numbers, with how many incidents name each; and the places of which somebody said about where they are, on
 * one map, or null where nobody did.
 */
export async function list(actor: Actor) {
  const named = await mostNamed();
  const rows = await db().feature.findMany({ where: { AND: [featuresOf(actor), { id: { in: named.map(({ id }) => id) } }] }, select: featureShape });
  const known = new Map((await Promise.all(rows.map(opened))).map((feature) => [feature.id, feature]));
  const features = named.flatMap(({ id, incidents }) => {
    const feature = known.get(id);
    return feature ? [{ id, kind: feature.kind, text: feature.text, position: feature.position, incidents }] : [];
  });
  const places = features.flatMap(({ position, ...place }) => (position ? [{ ...place, position }] : []));
  const [first, ...others] = places.map(({ position }) => position);
  return { features, map: first ? { drawing: await mapOf([first, ...others]), places } : null };
}

/** About where the places of these incidents are, by the place's key; those of which somebody said it. */
export async function positionsOf(incidentIds: readonly string[]): Promise<ReadonlyMap<string, Position>> {
  const rows = await db().feature.findMany({
    where: { kind: "place", incidents: { some: { incidentId: { in: [...incidentIds] } } } }, select: featureShape,
  });
  const places = new Map<string, Position>();
  for (let from = 0; from < rows.length; from += LISTED)
    for (const { key, position } of await Promise.all(rows.slice(from, from + LISTED).map(opened))) if (position) places.set(key, position);
  return places;
}

const incidentShape = { id: true, reference: true, sealed: true } as const;
async function summary(row: { readonly id: string; readonly reference: string; readonly sealed: Uint8Array }) {
  const { start, place, kinds } = await detailsOf(row);
  return { id: row.id, reference: row.reference, start, place, kinds };
}

/** How many incidents the page of a feature has, the newest first. */
const BEHIND = 500;

/** A feature with the incidents behind its number, and what is nearly called the same. @throws Refusal `not-found` */
export async function read(actor: Actor, featureId: string) {
  const row = await db().feature.findFirst({
    where: { AND: [{ id: featureId }, featuresOf(actor)] },
    select: { ...featureShape, _count: { select: { incidents: true } } },
  });
  if (!row) throw new Refusal("not-found");
  const feature = await opened(row);
  const rows = await db().incident.findMany({
    where: { AND: [incidentsOf(actor), { features: { some: { featureId } } }] },
    orderBy: { createdAt: "desc" }, take: BEHIND, select: incidentShape,
  });
  const ids = rows.map(({ id }) => id);
  const [incidents, near, confirmed] = await Promise.all([
    Promise.all(rows.map(summary)),
    nearTo(actor, feature),
    db().connection.count({ where: { confirmed: true, oneId: { in: ids }, otherId: { in: ids } } }),
  ]);
  const { id, kind, text, position } = feature;
  return { id, kind, text, position, total: row._count.incidents, confirmed, incidents: incidents.toSorted((a, b) => (a.start < b.start ? 1 : -1)), near };
}

async function nearTo(actor: Actor, feature: Opened) {
  const found = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT v."featureId" AS "id" FROM "FeatureVariant" w JOIN "FeatureVariant" v ON v."digest" = w."digest"
    WHERE w."featureId" = ${feature.id}::uuid AND v."featureId" <> w."featureId" LIMIT 50`;
  const rows = await db().feature.findMany({
    where: { AND: [featuresOf(actor), { id: { in: found.map(({ id }) => id) } }] }, select: { ...featureShape, _count: { select: { incidents: true } } },
  });
  const all = await Promise.all(rows.map(async ({ _count, ...row }) => ({ feature: await opened(row), incidents: _count.incidents })));
  return all.filter((one) => likeness(feature, one.feature) === "near")
    .map(({ feature: { id, text }, incidents }) => ({ id, text, incidents }));
}

const featuresIn = async (tx: Tx, incidentId: string): Promise<Opened[]> => {
  const rows = await tx.feature.findMany({ where: { incidents: { some: { incidentId } } }, orderBy: { id: "asc" }, select: featureShape });
  return Promise.all(rows.map(opened));
};

/** What two incidents have in common now, in the order of their arguments. */
export const sharedBetween = async (tx: Tx, oneId: string, otherId: string): Promise<Shared<Opened>[]> =>
  shared(await featuresIn(tx, oneId), await featuresIn(tx, otherId));

/** How many incidents are suggested at most beside those of which somebody has said something; what a whole town's place has in common is on its page. */
const SUGGESTED = 30;

type Match = { readonly kind: FeatureKind; readonly how: Likeness; readonly one: string; readonly other: string; readonly featureId: string };
export type ConnectedState = "suggested" | "confirmed" | "dismissed";

/**
 * Incidents with which this one has something in common, those with the most first: what a person said of each, and nothing where nobody did.
 * A word that does not cover what they share by now is asked for again, and is still `said`. @throws Refusal `not-found`
 */
export async function ofIncident(actor: Actor, incidentId: string) {
  const { id } = await incidentInScope(db(), actor, incidentId);
  // By what it says, as `weightOf` counts it, though some of what may be near is not. What somebody has said of is shown in any case, and takes the place of nothing.
  const found = await db().$queryRaw<{ id: string }[]>`
    WITH mine AS (SELECT "featureId" FROM "IncidentFeature" WHERE "incidentId" = ${id}::uuid),
    alike AS (
      SELECT "featureId", bool_or("same") AS "same" FROM (
        SELECT "featureId", true AS "same" FROM mine
        UNION ALL
        SELECT v."featureId", false FROM mine JOIN "FeatureVariant" w USING ("featureId") JOIN "FeatureVariant" v ON v."digest" = w."digest"
      ) found GROUP BY 1
    )
    SELECT theirs."incidentId" AS "id" FROM "IncidentFeature" theirs JOIN alike USING ("featureId")
      JOIN "Feature" f ON f."id" = theirs."featureId"
      JOIN unnest(${[...featureKinds]}::text[], ${featureKinds.map((kind) => weight[kind])}::int[]) AS says("kind", "weight") ON says."kind" = f."kind"
    WHERE theirs."incidentId" <> ${id}::uuid AND NOT EXISTS (
      SELECT 1 FROM "Connection" c WHERE (c."oneId" = ${id}::uuid AND c."otherId" = theirs."incidentId") OR (c."otherId" = ${id}::uuid AND c."oneId" = theirs."incidentId"))
    GROUP BY 1 ORDER BY sum(says."weight" * CASE WHEN "same" THEN 2 ELSE 1 END) DESC, 1 DESC LIMIT ${SUGGESTED}`;
  const said = await db().connection.findMany({
    where: { OR: [{ oneId: id }, { otherId: id }] },
    select: { id: true, oneId: true, otherId: true, confirmed: true, shared: { select: { oneFeatureId: true, otherFeatureId: true } } },
  });
  const of = new Map(said.map((one) => [one.oneId === id ? one.otherId : one.oneId, one]));
  const rows = await db().incident.findMany({
    where: { AND: [incidentsOf(actor), { id: { in: [...found.map((one) => one.id), ...of.keys()] } }] }, select: incidentShape,
  });
  const [mine, self] = [await featuresIn(db(), id), await db().incident.findUniqueOrThrow({ where: { id }, select: incidentShape })];
  const { kinds } = await detailsOf(self);
  const all = await Promise.all(
    rows.map(async (row) => {
      const [about, matches] = [await summary(row), shared(mine, await featuresIn(db(), row.id))];
      const both = about.kinds.filter((kind) => kinds.includes(kind));
      return {
        ...about,
        state: stateOf(of.get(row.id), matches),
        said: of.get(row.id)?.id ?? null,
        matches: matches.toSorted(byWeight).map(({ kind, how, one, other }): Match => ({ kind, how, one: one.text, other: other.text, featureId: other.id })),
        weapons: both.filter(isWeapon),
        tactics: both.filter((kind) => !isWeapon(kind) && kind !== "other"),
        weight: weightOf(matches),
      };
    }),
  );
  return all.filter(({ matches }) => matches.length > 0).toSorted((a, b) => b.weight - a.weight || (a.start < b.start ? 1 : -1));
}

type Said = { readonly confirmed: boolean; readonly shared: readonly { readonly oneFeatureId: string; readonly otherFeatureId: string }[] };
function stateOf(said: Said | undefined, matches: readonly Shared<Opened>[]): ConnectedState {
  if (!said) return "suggested";
  const known = new Set(said.shared.flatMap(({ oneFeatureId, otherFeatureId }) => [`${oneFeatureId} ${otherFeatureId}`, `${otherFeatureId} ${oneFeatureId}`]));
  const covered = said.confirmed || matches.every(({ one, other }) => known.has(`${one.id} ${other.id}`));
  if (!covered) return "suggested";
  return said.confirmed ? "confirmed" : "dismissed";
}

/** Some incidents after one that have no features yet, as they are sealed. */
export const unindexed = (after: string) =>
  db().incident.findMany({
    where: { id: { gt: after }, erasedAt: null, features: { none: {} } }, orderBy: { id: "asc" }, take: 100, select: { id: true, version: true, sealed: true },
  });

/** Some units and places after one that are found by nothing near: each has a variant, unless it is from before there were any of names. */
export const unvaried = (after: string): Promise<FeatureRow[]> =>
  db().feature.findMany({
    where: { id: { gt: after }, kind: { in: ["unit", "place"] }, variants: { none: {} } }, orderBy: { id: "asc" }, take: 100, select: featureShape,
  });
