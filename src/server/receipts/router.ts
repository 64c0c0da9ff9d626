import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const one = z.strictObject({ grantorId: z.uuid() });

export const receipts = router({
  current: act("receipts.current")
    .input(one)
    .query(({ ctx, input }) => queries.current(ctx.actor, input.grantorId)),
  make: act("receipts.make")
    .input(one)
    .mutation(({ ctx, input }) => commands.make(ctx.actor, input.grantorId, ctx.at)),
});
