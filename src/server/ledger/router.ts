import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as queries from "./queries";

export const ledger = router({
  entries: act("ledger.entries")
    .input(z.strictObject({ before: z.number().int().min(0).nullable() }))
    .query(({ ctx, input }) => queries.entries(ctx.actor, input.before)),
  checkpoint: act("ledger.checkpoint").query(() => queries.signedHead()),
  custody: act("ledger.custody")
    .input(z.strictObject({ itemId: z.uuid() }))
    .query(({ ctx, input }) => queries.custodyOf(ctx.actor, input.itemId)),
  slip: act("ledger.slip")
    .input(z.strictObject({ itemId: z.uuid() }))
    .query(({ ctx, input }) => queries.slipOf(ctx.actor, input.itemId)),
});
