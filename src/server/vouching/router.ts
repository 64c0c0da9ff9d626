import * as z from "zod";
import { MemberRole } from "~/domain/roles";
import { Handle } from "~/server/credentials";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

/** How somebody knows somebody. */
const sentence = z.string().trim().min(20).max(1000);

export const vouching = router({
  mine: act("vouching.mine").query(({ ctx }) => queries.mine(ctx.actor, ctx.at)),
  introduce: act("vouching.introduce")
    .input(z.strictObject({ role: MemberRole, sentence }))
    .mutation(({ ctx, input }) => commands.introduce(ctx.actor, input, ctx.at)),
  vouch: act("vouching.vouch")
    .input(z.strictObject({ handle: Handle, sentence }))
    .mutation(({ ctx, input }) => commands.vouch(ctx.actor, input, ctx.at)),
  previewTakingBack: act("vouching.previewTakingBack")
    .input(z.strictObject({ edgeId: z.uuid() }))
    .query(({ ctx, input }) => queries.previewTakingBack(ctx.actor, input)),
  takeBack: act("vouching.takeBack")
    .input(z.strictObject({ edgeId: z.uuid(), preview: z.string().regex(/^[0-9a-f]{64}$/) }))
    .mutation(({ ctx, input }) => commands.takeBack(ctx.actor, input, ctx.at)),
  candidates: act("vouching.candidates").query(({ ctx }) => queries.candidates(ctx.actor, ctx.at)),
  confirm: act("vouching.confirm")
    .input(z.strictObject({ memberId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.confirm(ctx.actor, input, ctx.at)),
});
