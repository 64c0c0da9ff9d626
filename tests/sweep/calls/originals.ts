import type { Calls } from "../call";

/** Opening what was received. */
export const originals = {
  "originals.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "originals.read": [{ ids: ["opening"], reach: "incidents", input: ({ opening }) => ({ openingId: opening }) }],
  "originals.ask": [
    { ids: ["item"], reach: "incidents", input: ({ item }) => ({ itemId: item, purpose: "court", reason: "asked for" }) },
  ],
  "originals.decide": [
    {
      ids: ["opening"], reach: "incidents", input: ({ opening }) => ({ openingId: opening, agree: true }),
      afresh: async (house, ids) => ({ opening: await house.opening(ids) }),
    },
  ],
  "originals.handOut": [
    {
      ids: ["opening"], reach: "incidents",
      send: ({ opening }) => ({
        path: "/api/originals", headers: { "content-type": "application/json" }, body: JSON.stringify({ openingId: opening, part: "original" }),
      }),
      afresh: async (house, ids, actor) => ({ opening: await house.opening(ids, actor, true) }),
    },
  ],
  "originals.save": [
    {
      ids: ["opening"], reach: "incidents", input: ({ opening }) => ({ openingId: opening }),
      afresh: async (house, ids, actor) => ({ opening: await house.opening(ids, actor, true) }),
    },
  ],
} as const satisfies Partial<Calls>;
