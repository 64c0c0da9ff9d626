import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const ties = router({
  read: act("ties.read")
    .input(z.strictObject({ grantorId: z.uuid() }))
    .query(({ ctx, input }) => queries.read(ctx.actor, input.grantorId)),
  make: act("ties.make")
    .input(z.strictObject({ grantorId: z.uuid(), otherId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.make(ctx.actor, input, ctx.at)),
  separate: act("ties.separate")
    .input(z.strictObject({ grantorId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.separate(ctx.actor, input.grantorId, ctx.at)),
});
