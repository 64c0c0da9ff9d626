import type { CustodyStatement } from "~/domain/custody";
import { since, WARNING_MS, type Unwarned, type Warned } from "~/domain/retention";
import * as addressBook from "~/server/addressBook/commands";
import * as comments from "~/server/comments/commands";
import * as consents from "~/server/consents/commands";
import { evidenceOf, namedRecipients, nothingLeftSince } from "~/server/consents/queries";
import { record } from "~/server/custody";
import { db, transaction, type Tx } from "~/server/db";
import * as disclosures from "~/server/disclosures/commands";
import * as erasures from "~/server/erasures/commands";
import { keptSince, unspared, type Remainder, type Target } from "~/server/erasures/queries";
import { holdsOn } from "~/server/holds/queries";
import * as incidents from "~/server/incidents/commands";
import * as reports from "~/server/incidents/queries";
import * as notices from "~/server/notices/commands";
import * as originals from "~/server/originals/commands";
import * as receipts from "~/server/receipts/commands";
import * as recipients from "~/server/recipients/commands";
import * as recovery from "~/server/recovery/commands";
import * as requests from "~/server/requests/commands";
import { lockIncident } from "~/server/scope";
import * as sessions from "~/server/sessions/commands";
import * as settings from "~/server/settings/queries";
import * as ties from "~/server/ties/commands";

/**
 * Letting go what was kept long enough, class by class, as `domain/retention.ts` lists them and the instance has set it. What tells of people
 * is planned to go after a warning, in which any reviewer may say that it is needed, and is spared where there is something new by then;
 * traces of work done go at once. It joins the nouns that keep something, each of which forgets its own.
 */

/** Plan, under its incident's lock, what is still to go when it is held. @returns how many */
const planned = (incidentId: string, at: Date, found: (tx: Tx) => Promise<readonly (Target | Remainder)[]>): Promise<number> =>
  transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    const dueAt = new Date(+at + WARNING_MS);
    const about = { incidentId, targets: await found(tx), ground: "kept-long-enough", plannedBy: null, dueAt } as const;
    const { statements } = await erasures.plan(tx, about, at);
    if (statements.length > 0) await record(tx, null, at, ...statements);
    return statements.length;
  });

/** How each class that tells of people is found and announced: of what was kept since before then. A class without a line does not compile. */
const announced: Readonly<Record<Warned, (before: Date, at: Date) => Promise<number>>> = {
  async evidenceDays(before, at) {
    let toGo = 0;
    for (const incidentId of await reports.quietSince(db(), before))
      toGo += await planned(incidentId, at, async (tx) =>
        (await reports.quietSince(tx, before, incidentId)).length === 0 ? [] : keptSince(tx, incidentId, before));
    return toGo;
  },
  async consentDays(before, at) {
    const people = (await nothingLeftSince(db(), before)).map(({ id: grantorId, incidentId }) => ({ grantorId, incidentId }));
    let toGo = 0;
    for (const { grantorId, incidentId } of await unspared(db(), people, before))
      toGo += await planned(incidentId, at, async (tx) => ((await nothingLeftSince(tx, before, grantorId)).length === 0 ? [] : [{ grantorId }]));
    return toGo;
  },
  async reportDays(before, at) {
    const empty = (await reports.nothingLeftSince(db(), before)).map((incidentId) => ({ reportOf: incidentId, incidentId }));
    let toGo = 0;
    for (const { incidentId } of await unspared(db(), empty, before))
      toGo += await planned(incidentId, at, async (tx) =>
        (await reports.nothingLeftSince(tx, before, incidentId)).length === 0 ? [] : [{ reportOf: incidentId }]);
    return toGo;
  },
};

/** How each class goes that is only a trace of work done, in this order: what names something goes before what it names. Says how many of what. */
const forgotten = {
  openingDays: async (tx, before) => ({ openings: await originals.forgetOld(tx, before) }),
  requestDays: async (tx, before) => ({
    requests: await requests.forgetOld(tx, before), cards: await receipts.forgetOld(tx, before), notices: await notices.forgetOld(tx, before),
  }),
  manifestDays: async (tx, before) => ({
    manifests: await disclosures.forgetManifests(tx, before), visits: await recipients.forgetOld(tx, before),
  }),
  async disclosureDays(tx, before) {
    const reasons = await disclosures.forgetReasons(tx, before);
    const over = await disclosures.overSince(tx, before);
    await notices.forget(tx, over);
    await recipients.forget(tx, over);
    return { reasons, disclosures: await disclosures.forgetOver(tx, over) };
  },
  recipientDays: async (tx, before) => ({ recipients: await addressBook.forgetUnnamed(tx, before, await namedRecipients(tx)) }),
  sessionDays: async (tx, before) => ({ sessions: await sessions.forgetOld(tx, before), recoveries: await recovery.forgetOld(tx, before) }),
} satisfies Record<Unwarned, (tx: Tx, before: Date) => Promise<Readonly<Record<string, number>>>>;

/** See what was kept long enough: announce it, or let it go at once. */
export async function retain(at: Date): Promise<void> {
  const days = await settings.current(db());
  await consents.noteWhoIsLeft(db(), at);
  await incidents.noteWhatIsLeft(db(), at);
  let toGo = 0;
  for (const [name, announce] of Object.entries(announced)) toGo += await announce(since(days[name as Warned], at), at);
  await transaction(async (tx) => {
    const before = (name: Unwarned) => since(days[name], at);
    const { openings } = await forgotten.openingDays(tx, before("openingDays"));
    const answered = await forgotten.requestDays(tx, before("requestDays"));
    const { manifests, visits } = await forgotten.manifestDays(tx, before("manifestDays"));
    const ended = await forgotten.disclosureDays(tx, before("disclosureDays"));
    const named = await forgotten.recipientDays(tx, before("recipientDays"));
    const { sessions: over, recoveries } = await forgotten.sessionDays(tx, before("sessionDays"));
    const cleared = { ...answered, visits, ...ended, ...named, recoveries };
    const statements: CustodyStatement[] = [];
    if (toGo + openings + manifests + over > 0) statements.push({ kind: "retention.applied", planned: toGo, openings, manifests, sessions: over });
    if (Object.values(cleared).some((count) => count > 0)) statements.push({ kind: "retention.cleared", ...cleared });
    await record(tx, null, at, ...statements);
  });
}

/** What somebody said, with everything that hangs on it. */
async function forgetPerson(tx: Tx, erasure: { id: string; incidentId: string }, grantorId: string, at: Date): Promise<CustodyStatement[]> {
  const statements: CustodyStatement[] = [];
  for (const itemId of await evidenceOf(tx, grantorId)) statements.push(...(await erasures.eraseWith(tx, erasure.incidentId, itemId, at)));
  const records = await consents.forget(tx, grantorId, at);
  await requests.forget(tx, grantorId);
  await receipts.forget(tx, grantorId);
  await ties.forget(tx, grantorId);
  return [...statements, { kind: "grantor.erased", grantor: grantorId, erasure: erasure.id, ground: "kept-long-enough", records }];
}

/** Carry out what was announced and nobody said is needed. @throws AggregateError of what failed, once all of one class was tried */
export async function carryOut(at: Date): Promise<void> {
  const days = await settings.current(db());
  const [said, told] = [since(days.consentDays, at), since(days.reportDays, at)];
  await consents.noteWhoIsLeft(db(), at);
  await incidents.noteWhatIsLeft(db(), at);
  await erasures.endDue(
    {
      which: { grantorId: { not: null } },
      first: ties.lockTies,
      still: async (tx, { grantorId }) => {
        if ((await nothingLeftSince(tx, said, grantorId!)).length === 0) return "new";
        return (await holdsOn(tx, await evidenceOf(tx, grantorId!), at)).size > 0 ? "held" : "to-go";
      },
      forget: (tx, erasure) => forgetPerson(tx, erasure, erasure.grantorId!, at),
    },
    at,
  );
  await erasures.endDue(
    {
      which: { report: true },
      still: async (tx, { incidentId }) => ((await reports.nothingLeftSince(tx, told, incidentId)).length > 0 ? "to-go" : "new"),
      forget: async (tx, { id, incidentId }) => {
        await comments.forget(tx, incidentId);
        await disclosures.forgetReport(tx, incidentId);
        const fell = await incidents.forget(tx, incidentId, at);
        return [...fell, { kind: "incident.erased", incident: incidentId, erasure: id, ground: "kept-long-enough" }];
      },
    },
    at,
  );
}
