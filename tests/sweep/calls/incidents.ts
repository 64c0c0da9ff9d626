import { randomUUID } from "node:crypto";
import { asked } from "../../support/asked";
import * as accounts from "~/server/accounts/queries";
import { details } from "../../support/collective";
import { nothingThere } from "../../support/checklists";
import { dirtyJpeg } from "../../support/pictures";
import { sha256 } from "../../support/sha256";
import type { Calls } from "../call";
import type { House, Ids } from "../house";
import { octets } from "../visitors";

const told = { language: "en", text: "What I saw" };
const said = {
  capacity: "self", manner: "spoken", language: "en", ...asked, recipients: { kind: "any" }, until: null,
  answers: [{ purpose: "court", answer: "given", form: "redacted" }],
} as const;

/** An incident of the same team that is as it was reported. */
export async function reported({ world, everybody, stranger, own, newIncident }: House, { team }: Ids) {
  const documenter = team === own.team ? everybody.documenter : stranger;
  const { incident, account } = await newIncident(documenter, team);
  return { incident, account, submit: () => world.as(documenter).incidents.advance({ incidentId: incident, from: "draft", to: "submitted" }) };
}
/** The newest version of an item's regions; 0 for what is no item. */
const versionOf = async ({ world }: House, itemId: string): Promise<number> => {
  const items = await world.db().evidenceItem.findMany({ select: { id: true, regionsVersion: true } });
  return items.find(({ id }) => id === itemId)?.regionsVersion ?? 0;
};

/** The version of an account as it is; of what is no account, that of none. */
async function accountVersion({ world }: House, account: string): Promise<string> {
  const rows = await world.db().account.findMany({ select: { id: true, sealed: true, grantorId: true, mentions: { select: { grantorId: true } } } });
  const row = rows.find(({ id }) => id === account);
  return row ? accounts.versionOf(await accounts.wordsOf(row), row.grantorId, row.mentions.map(({ grantorId }) => grantorId)) : "0".repeat(64);
}

const plate = (grantorId: string | null) => ({
  id: randomUUID(), kind: "plate" as const, x: 20, y: 10, width: 30, height: 20, origin: "person" as const, possible: false,
  subject: grantorId === null ? ("thing" as const) : ("person" as const), grantorId, redact: true,
});

let pictures = 100;

/** Incidents, and everything that belongs to one until it is to leave. */
export const incidents = {
  "incidents.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "incidents.read": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident }) }],
  "incidents.history": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident, before: null }) }],
  "search.find": [{ ids: [], reach: "incidents", input: () => ({ words: "bridge" }) }],
  "incidents.create": [
    { ids: ["team"], reach: "incidents", input: ({ team }) => ({ teamId: team, details, account: told }) },
  ],
  "incidents.revise": [
    {
      ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident, version: 1, details }),
      afresh: async (house, ids) => ({ incident: (await reported(house, ids)).incident }),
    },
  ],
  "incidents.advance": [
    {
      ids: ["incident"], reach: "incidents",
      input: ({ incident }, { role }) => ({ incidentId: incident, ...(role === "reviewer" ? { from: "submitted", to: "in-review" } : { from: "draft", to: "submitted" }) }),
      afresh: async (house, ids, { role }) => {
        const { incident, submit } = await reported(house, ids);
        if (role === "reviewer") await submit();
        return { incident };
      },
    },
  ],

  "accounts.write": [
    {
      ids: ["incident", "person"], reach: "incidents",
      input: ({ incident, person }) => ({ words: told, incidentId: incident, accountId: null, mentions: [person] }),
    },
    {
      ids: ["incident", "person"], reach: "incidents",
      input: ({ incident, person }) => ({ words: told, incidentId: incident, accountId: null, spokenBy: person, mentions: [] }),
    },
    {
      ids: ["incident", "account"], reach: "incidents", mine: true,
      input: async ({ incident, account }, _actor, house) => ({
        words: told, incidentId: incident, accountId: account, version: await accountVersion(house, account), mentions: [],
      }),
      afresh: (house, ids) => reported(house, ids),
    },
  ],
  "accounts.check": [
    {
      ids: ["account"], reach: "incidents", mine: true,
      input: async ({ account }, _actor, house) => ({ accountId: account, version: await accountVersion(house, account) }),
      afresh: async (house, ids) => ({ account: (await reported(house, ids)).account }),
    },
  ],
  "accounts.slip": [{ ids: ["account"], reach: "incidents", mine: true, input: ({ account }) => ({ accountId: account }) }],

  "evidence.submit": [
    {
      ids: ["incident"], reach: "incidents",
      send: async ({ incident }) => {
        const bytes = new Uint8Array(await dirtyJpeg((pictures += 1), { width: 64, height: 48 }));
        return octets("evidence.submit", incident, bytes, sha256(bytes));
      },
    },
  ],
  "evidence.keep": [
    {
      ids: ["incident"], reach: "incidents",
      send: ({ incident }) => {
        const bytes = new TextEncoder().encode(`no photo ${(pictures += 1)}`);
        return octets("evidence.keep", incident, bytes, sha256(bytes));
      },
    },
  ],
  "evidence.read": [{ ids: ["item"], reach: "incidents", input: ({ item }) => ({ itemId: item }) }],
  "evidence.told": [{ ids: ["item"], reach: "incidents", mine: true, input: ({ item }) => ({ itemId: item }) }],
  "evidence.view": [
    { ids: ["derivative"], reach: "incidents", send: ({ derivative }) => ({ method: "GET", path: `/api/derivatives/${encodeURIComponent(derivative)}` }) },
  ],

  "regions.save": [
    {
      ids: ["item", "person"], reach: "incidents",
      input: async ({ item, person }, _actor, house) => ({
        itemId: item, version: await versionOf(house, item), regions: [plate(person)],
      }),
    },
  ],
  "regions.confirm": [
    {
      ids: ["item"], reach: "incidents",
      input: async ({ item }, _actor, house) => ({ itemId: item, version: await versionOf(house, item) }),
    },
  ],

  "checklists.answer": [
    {
      // Nobody has confirmed the regions of what is only uploaded.
      ids: ["item"], reach: "incidents", answers: "changed-meanwhile", input: ({ item }) => ({ itemId: item, version: 0, answers: nothingThere }),
    },
  ],

  "consents.addGrantor": [
    {
      ids: ["incident"], reach: "incidents",
      input: ({ incident }) => ({ incidentId: incident, kind: "depicted", minor: false }),
    },
  ],
  "consents.read": [{ ids: ["person"], reach: "incidents", input: ({ person }) => ({ grantorId: person }) }],
  "consents.record": [
    {
      ids: ["person", "item", "account"], reach: "incidents",
      input: ({ person, item, account }) => ({
        ...said, recipients: { kind: "any" }, answers: [...said.answers], grantorId: person, items: [item], accounts: [account],
      }),
    },
  ],
  "consents.runningOut": [{ ids: [], reach: "incidents", input: () => undefined }],
  "consents.attach": [
    {
      ids: ["record"], reach: "incidents",
      send: ({ record }) => {
        const bytes = new TextEncoder().encode(`#!AMR they said yes ${(pictures += 1)}`);
        const { headers, ...sent } = octets("consents.attach", record, bytes, sha256(bytes));
        return { ...sent, headers: { ...headers, "x-vouchsafe-record": encodeURIComponent(record) } };
      },
    },
  ],
  "consents.withdraw": [
    {
      ids: ["person"], reach: "incidents",
      input: ({ person }) => ({ grantorId: person, purposes: ["court"], manner: "spoken" }),
    },
  ],
} as const satisfies Partial<Calls>;
