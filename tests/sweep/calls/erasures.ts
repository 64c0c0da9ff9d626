import type { Calls } from "../call";
import type { House, Ids } from "../house";
import { reported } from "./incidents";

const toErase = async (house: House, ids: Ids): Promise<Partial<Ids>> => ({ erasure: await house.erasure(await reported(house, ids)) });

/** What is to go, and what keeps it. */
export const erasures = {
  "erasures.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "erasures.ofItem": [{ ids: ["item"], reach: "incidents", input: ({ item }) => ({ itemId: item }) }],
  "erasures.ofAccounts": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident }) }],
  "erasures.plan": [
    {
      ids: ["account"], reach: "incidents",
      input: ({ account }) => ({ target: { accountId: account }, ground: "should-not-be-here" }),
      afresh: (house, ids) => reported(house, ids),
    },
    { ids: ["item"], reach: "incidents", input: ({ item }) => ({ target: { itemId: item }, ground: "should-not-be-here" }) },
  ],
  "erasures.callOff": [
    { ids: ["erasure"], reach: "incidents", input: ({ erasure }) => ({ erasureId: erasure }), afresh: toErase },
  ],
  "erasures.erase": [
    { ids: ["erasure"], reach: "incidents", input: ({ erasure }) => ({ erasureId: erasure }), afresh: toErase },
  ],
  "holds.ask": [
    {
      ids: ["account"], reach: "incidents",
      input: ({ account }, _actor, house) => ({ accountId: account, ground: "legal-claim", reason: "It is before a court.", until: house.until() }),
      afresh: (house, ids) => reported(house, ids),
    },
    {
      ids: ["item"], reach: "incidents",
      input: ({ item }, _actor, house) => ({ itemId: item, ground: "legal-claim", reason: "It is before a court.", until: house.until() }),
      // One at a time waits on a photo.
      afresh: async ({ world }, { item }) => {
        await world.db().hold.deleteMany({ where: { itemId: item, agreed: null } });
        return {};
      },
    },
  ],
  "holds.decide": [
    {
      ids: ["hold"], reach: "incidents", input: ({ hold }) => ({ holdId: hold, agree: true }),
      afresh: async (house, ids) => ({ hold: await house.hold(ids) }),
    },
  ],
  "holds.end": [
    {
      ids: ["hold"], reach: "incidents", input: ({ hold }) => ({ holdId: hold }),
      afresh: async (house, ids) => ({ hold: await house.hold(ids) }),
    },
  ],
} as const satisfies Partial<Calls>;
