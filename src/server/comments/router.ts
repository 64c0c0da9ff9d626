import * as z from "zod";
import { Audience, CommentText } from "~/domain/comment";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

const incidentId = z.uuid().toLowerCase();

export const comments = router({
  list: act("comments.list")
    .input(z.strictObject({ incidentId }))
    .query(({ ctx, input: { incidentId: incident } }) => viewed(ctx, queries.list(ctx.actor, incident), () => ({ kind: "incident.viewed", incident }))),
  write: act("comments.write")
    .input(z.strictObject({ incidentId, audience: Audience, text: CommentText }))
    .mutation(({ ctx, input }) => commands.write(ctx.actor, input, ctx.at)),
  remove: act("comments.remove")
    .input(z.strictObject({ commentId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.remove(ctx.actor, input.commentId, ctx.at)),
  waiting: act("comments.waiting").query(({ ctx }) => queries.waiting(ctx.actor)),
  layAside: act("comments.layAside")
    .input(z.strictObject({ incidentId }))
    .mutation(({ ctx, input }) => commands.layAside(ctx.actor, input.incidentId)),
  layWordAside: act("comments.layWordAside")
    .input(z.strictObject({ commentId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.layWordAside(ctx.actor, input.commentId, ctx.at)),
});
