import * as z from "zod";
import { Motion } from "~/domain/motion";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const motion = z.strictObject({ motionId: z.uuid() });

export const motions = router({
  list: act("motions.list").query(({ ctx }) => queries.list(ctx.actor, ctx.at)),
  propose: act("motions.propose")
    .input(z.strictObject({ motion: Motion, reason: z.string().trim().min(10).max(1000) }))
    .mutation(({ ctx, input }) => commands.propose(ctx.actor, input, ctx.at)),
  agree: act("motions.agree").input(motion).mutation(({ ctx, input }) => commands.agree(ctx.actor, input, ctx.at)),
  withdraw: act("motions.withdraw").input(motion).mutation(({ ctx, input }) => commands.withdraw(ctx.actor, input, ctx.at)),
  readMap: act("motions.readMap").input(motion).mutation(({ ctx, input }) => commands.readMap(ctx.actor, input, ctx.at)),
});
