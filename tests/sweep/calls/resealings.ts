import { randomUUID } from "node:crypto";
import type { Calls } from "../call";

/**
 * Sealing originals anew. In this house everything is under the one key there is; what goes through is in
 * `tests/flows/resealing.test.ts`.
 */
const resealingId = randomUUID();

export const resealings = {
  "resealings.state": [{ ids: [], reach: "instance", input: () => undefined }],
  "resealings.ask": [{ ids: [], reach: "instance", answers: "not-found", input: () => undefined }],
  "resealings.decide": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ resealingId, agree: true }) }],
  "resealings.begin": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ resealingId }) }],
  "resealings.end": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ resealingId }) }],
  "resealings.next": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ resealingId, task: "seal" as const, after: null }) }],
  "resealings.handOut": [
    {
      ids: ["item"], reach: "incidents", answers: "not-found",
      send: ({ item }) => ({
        path: "/api/resealings", headers: { "content-type": "application/json" }, body: JSON.stringify({ resealingId, itemId: item, task: "seal" }),
      }),
    },
  ],
  "resealings.store": [
    {
      ids: ["item"], reach: "incidents", answers: "not-found",
      send: ({ item }) => ({
        path: "/api/trpc/resealings.store",
        headers: {
          "content-type": "application/octet-stream", "x-vouchsafe-resealing": resealingId, "x-vouchsafe-item": encodeURIComponent(item),
          "x-vouchsafe-mark": "0".repeat(64), "x-vouchsafe-size": "3",
        },
        body: new Uint8Array(3),
      }),
    },
  ],
  "resealings.confirm": [
    { ids: ["item"], reach: "incidents", answers: "not-found", input: ({ item }) => ({ resealingId, itemId: item, sealed: "0".repeat(64) }) },
  ],
  "resealings.fail": [
    { ids: ["item"], reach: "incidents", answers: "not-found", input: ({ item }) => ({ resealingId, itemId: item, task: "seal" as const, why: "differs" as const }) },
  ],
} as const satisfies Partial<Calls>;
