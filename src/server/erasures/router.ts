import * as z from "zod";
import { ReviewersGround } from "~/domain/erasure";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const Target = z.union([z.strictObject({ itemId: z.uuid() }), z.strictObject({ accountId: z.uuid() })]);

export const erasures = router({
  list: act("erasures.list").query(({ ctx }) => queries.list(ctx.actor, ctx.at)),
  ofItem: act("erasures.ofItem")
    .input(z.strictObject({ itemId: z.uuid() }))
    .query(({ ctx, input }) => queries.ofItem(ctx.actor, input.itemId, ctx.at)),
  ofAccounts: act("erasures.ofAccounts")
    .input(z.strictObject({ incidentId: z.uuid() }))
    .query(({ ctx, input }) => queries.ofAccounts(ctx.actor, input.incidentId, ctx.at)),
  plan: act("erasures.plan")
    .input(z.strictObject({ target: Target, ground: ReviewersGround }))
    .mutation(({ ctx, input }) => commands.planByReviewer(ctx.actor, input, ctx.at)),
  erase: act("erasures.erase")
    .input(z.strictObject({ erasureId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.eraseNow(ctx.actor, input.erasureId, ctx.at)),
  callOff: act("erasures.callOff")
    .input(z.strictObject({ erasureId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.callOff(ctx.actor, input.erasureId, ctx.at)),
});
