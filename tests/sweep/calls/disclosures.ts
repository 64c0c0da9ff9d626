import { z } from "zod";
import type { Calls } from "../call";
import type { House, Ids } from "../house";

const draft = ({ incident, item, account }: Ids, { until }: House) => ({
  incidentId: incident, purpose: "court" as const, until: until(), items: [{ id: item, form: "redacted" as const }], accounts: [{ id: account }],
});
const approved = async (house: House, ids: Ids): Promise<Partial<Ids>> => ({ approved: await house.approve(ids) });

/** By its digest, the report that would leave with a disclosure; anything for what is none. */
async function toldOf(disclosureId: string): Promise<string> {
  const { reportLeaving } = await import("~/server/releases/queries");
  return (await reportLeaving(disclosureId).catch(() => null))?.digest ?? "0".repeat(64);
}

/** What is to leave, and to whom. */
export const disclosures = {
  "addressBook.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "addressBook.revise": [
    {
      ids: ["recipient"], reach: "incidents",
      input: ({ recipient }) => ({ recipientId: recipient, class: "court", name: "The court", reach: "by letter", jurisdiction: "FR" }),
      afresh: async (house) => ({ recipient: await house.recipient() }),
    },
  ],
  "disclosures.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "disclosures.read": [{ ids: ["proposed"], reach: "incidents", input: ({ proposed }) => ({ disclosureId: proposed }) }],
  "disclosures.find": [
    {
      ids: ["approved"], reach: "incidents",
      input: async ({ approved }, _actor, { world }) => {
        // What is no id stands where the mark belongs.
        if (!z.uuid().safeParse(approved).success) return { mark: approved };
        const found = await world.db().disclosure.findUnique({ where: { id: approved }, select: { mark: true } });
        return { mark: found?.mark ?? "0000-0000" };
      },
    },
  ],
  "disclosures.assess": [
    {
      ids: ["incident", "item", "account"], reach: "incidents",
      input: (ids, _actor, house) => ({ ...draft(ids, house), recipientClass: "court" }),
    },
  ],
  "disclosures.assessWhole": [
    {
      ids: ["incident"], reach: "incidents",
      input: ({ incident }, _actor, { until }) => ({ incidentId: incident, purpose: "court", until: until(), recipientClass: "court" }),
    },
  ],
  "disclosures.proposeWhole": [
    {
      ids: ["incident"], reach: "incidents",
      input: ({ incident }, _actor, { until }) => ({
        incidentId: incident, purpose: "court", until: until(), recipient: { class: "court", name: "The court" }, reason: "asked for",
      }),
    },
  ],
  "disclosures.propose": [
    {
      ids: ["incident", "item", "account"], reach: "incidents",
      input: (ids, _actor, house) => ({ ...draft(ids, house), recipient: { class: "court", name: "The court" }, reason: "asked for" }),
    },
    {
      ids: ["incident", "item", "account", "recipient"], reach: "incidents", mixed: true,
      input: (ids, _actor, house) => ({ ...draft(ids, house), recipient: { id: ids.recipient }, reason: "asked for" }),
      afresh: async (house) => ({ recipient: await house.recipient() }),
    },
  ],
  "dossiers.handOut": [
    {
      // Approved, and not released: there is nothing to hand over yet.
      ids: ["approved"], reach: "incidents", answers: "not-now",
      send: ({ approved }) => ({
        path: "/api/dossiers", headers: { "content-type": "application/json" }, body: JSON.stringify({ disclosureId: approved, language: "en" }),
      }),
    },
  ],
  "disclosures.decide": [
    {
      ids: ["proposed"], reach: "incidents",
      input: async ({ proposed }) => ({ disclosureId: proposed, verdict: "approve", reason: "covered", told: await toldOf(proposed) }),
      afresh: async (house, ids) => ({ proposed: await house.propose(ids) }),
    },
  ],
  "disclosures.release": [
    { ids: ["approved"], reach: "incidents", input: ({ approved }) => ({ disclosureId: approved }), afresh: approved },
  ],
  "disclosures.close": [
    { ids: ["approved"], reach: "incidents", input: ({ approved }) => ({ disclosureId: approved }), afresh: approved },
  ],
} as const satisfies Partial<Calls>;
