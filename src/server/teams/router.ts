import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const teams = router({
  list: act("teams.list").query(({ ctx }) => queries.list(ctx.actor)),
  create: act("teams.create")
    .input(z.strictObject({ name: z.string().trim().min(1).max(80), code: z.string().regex(/^[A-Z]{2,5}$/) }))
    .mutation(({ ctx, input }) => commands.create(ctx.actor, input, ctx.at)),
  place: act("teams.place")
    .input(z.strictObject({ teamId: z.uuid(), memberId: z.uuid(), placed: z.boolean() }))
    .mutation(({ ctx, input }) => commands.place(ctx.actor, input, ctx.at)),
});
