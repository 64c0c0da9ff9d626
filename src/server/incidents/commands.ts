import { randomUUID } from "node:crypto";
import { mayMove, reference, type AccountText, type IncidentDetails, type IncidentState } from "~/domain/incident";
import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import * as accounts from "~/server/accounts/commands";
import * as connections from "~/server/connections/commands";
import { record } from "~/server/custody";
import { transaction, type Tx } from "~/server/db";
import { incidentInScope, openIncidentInScope, stillIn, whoIsIn } from "~/server/scope";
import * as search from "~/server/search/commands";
import { sealJson } from "~/server/sealing";
import { nothingLeft } from "./queries";

/** The next running number of a team in a month. The row's lock is held until the transaction ends. */
async function nextReference(tx: Tx, teamCode: string, at: Date): Promise<string> {
  const prefix = reference(at, teamCode, 0).slice(0, -4);
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO "ReferenceCounter" ("prefix", "last") VALUES (${prefix}, 1)
    ON CONFLICT ("prefix") DO UPDATE SET "last" = "ReferenceCounter"."last" + 1
    RETURNING "last"`;
  return reference(at, teamCode, row!.last);
}

/** Report an incident, with the documenter's own account if they wrote one. @throws Refusal `not-found` for a foreign team */
export async function create(
  actor: Actor,
  input: { teamId: string; details: IncidentDetails; account: AccountText | null },
  at: Date,
) {
  const id = randomUUID();
  const sealed = await sealJson(input.details, { kind: "incident", id });
  const account = input.account && (await accounts.prepare(input.account));
  const features = await connections.prepare(input.details);
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const team = await tx.team.findFirst({
      where: { id: input.teamId, places: { some: { memberId: actor.id } } },
      select: { id: true, code: true },
    });
    if (!team) throw new Refusal("not-found");
    const incident = await tx.incident.create({
      data: { id, teamId: team.id, reference: await nextReference(tx, team.code, at), createdBy: actor.id, sealed },
      select: { id: true, reference: true },
    });
    const written = account ? await accounts.insert(tx, actor, id, account) : [];
    await connections.bind(tx, id, features);
    await search.changed(tx, id, id);
    await record(tx, actor.id, at, { kind: "incident.created", incident: id, team: team.id }, ...written);
    return incident;
  });
}

/** Replace what an incident says. @throws Refusal `changed-meanwhile` when `version` is not the newest */
export async function revise(
  actor: Actor,
  input: { incidentId: string; version: number; details: IncidentDetails },
  at: Date,
) {
  const sealed = await sealJson(input.details, { kind: "incident", id: input.incidentId });
  const features = await connections.prepare(input.details);
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const { id } = await openIncidentInScope(tx, actor, input.incidentId);
    const { count } = await tx.incident.updateMany({
      where: { id, version: input.version },
      data: { sealed, version: { increment: 1 }, nothingSince: null },
    });
    if (count === 0) throw new Refusal("changed-meanwhile");
    const fell = await connections.bind(tx, id, features);
    await search.changed(tx, id, id);
    await record(tx, actor.id, at, { kind: "incident.revised", incident: id }, ...fell);
    return { version: input.version + 1 };
  });
}

/**
 * Move an incident along.
 * @param input.from the state that the actor saw
 * @throws Refusal `changed-meanwhile` when it is in another by now; `not-now` for a move that this role may not make from here
 */
export async function advance(actor: Actor, input: { incidentId: string; from: IncidentState; to: IncidentState }, at: Date) {
  return transaction(async (tx) => {
    await stillIn(tx, actor);
    const incident = await incidentInScope(tx, actor, input.incidentId);
    if (input.from !== incident.state) throw new Refusal("changed-meanwhile");
    if (!mayMove(incident.state, input.to, actor.role)) throw new Refusal("not-now");
    const { count } = await tx.incident.updateMany({
      where: { id: incident.id, state: incident.state },
      data: { state: input.to },
    });
    if (count === 0) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, {
      kind: "incident.advanced", incident: incident.id, from: incident.state, to: input.to,
    });
    return { state: input.to };
  });
}

/**
 * Say which reviewer looks after an incident, or that nobody does.
 * @param input.from who the actor saw looking after it
 * @throws Refusal `changed-meanwhile` when it is another by now; `not-found`, for somebody who is no reviewer as well
 */
export async function assign(actor: Actor, input: { incidentId: string; from: string | null; to: string | null }, at: Date): Promise<{}> {
  return transaction(async (tx) => {
    const { id } = await incidentInScope(tx, actor, input.incidentId);
    const { assignedTo: held } = await tx.incident.findUniqueOrThrow({ where: { id }, select: { assignedTo: true } });
    const here = await whoIsIn(tx, actor, [held ?? [], input.to ?? []].flat());
    if (!here.has(actor.id) || (input.to !== null && !here.has(input.to))) throw new Refusal("not-found");
    // Whoever is out looks after nothing, and is shown to nobody as if they did.
    const now = held !== null && here.has(held) ? held : null;
    const { count } = await tx.incident.updateMany({ where: { id, assignedTo: held }, data: { assignedTo: input.to } });
    if (now !== input.from || count === 0) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, input.to === null ? { kind: "incident.unassigned", incident: id } : { kind: "incident.assigned", incident: id, member: input.to });
    return {};
  });
}

/** The clock sees of which incidents there is nothing but the report, and of which there is something again. */
export async function noteWhatIsLeft(tx: Tx, at: Date): Promise<void> {
  await tx.incident.updateMany({ where: { ...nothingLeft, nothingSince: null }, data: { nothingSince: at } });
  await tx.incident.updateMany({ where: { NOT: nothingLeft, nothingSince: { not: null }, erasedAt: null }, data: { nothingSince: null } });
}

/**
 * Destroy what an incident's report says, under its lock. Its reference remains, which gives the next one its number.
 * @returns what the caller records, last
 */
export async function forget(tx: Tx, incidentId: string, at: Date): Promise<CustodyStatement[]> {
  await search.forget(tx, incidentId);
  await tx.incident.update({ where: { id: incidentId }, data: { sealed: new Uint8Array(), erasedAt: at, version: { increment: 1 } } });
  return connections.bind(tx, incidentId, []);
}
