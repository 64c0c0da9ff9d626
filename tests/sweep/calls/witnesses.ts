import { randomBytes } from "node:crypto";
import { witnessFrom } from "../../../scripts/witness/checks.mjs";
import type { Calls } from "../call";

/** Who follows the ledger from outside. */
export const witnesses = {
  "witnesses.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "witnesses.add": [
    { ids: [], reach: "instance", input: (_ids, _actor, { letters }) => ({ key: witnessFrom(`w-${letters()}`, randomBytes(32)).key }) },
  ],
  "witnesses.remove": [
    {
      ids: ["witness"], reach: "instance", input: ({ witness }) => ({ witnessId: witness }),
      afresh: async (house) => ({ witness: await house.witness() }),
    },
  ],
} as const satisfies Partial<Calls>;
