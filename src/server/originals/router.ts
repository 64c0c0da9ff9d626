import * as z from "zod";
import { OpeningPurpose } from "~/domain/opening";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const openingInput = z.strictObject({ openingId: z.uuid() });

export const originals = router({
  list: act("originals.list").query(({ ctx }) => queries.list(ctx.actor, ctx.at)),
  read: act("originals.read").input(openingInput).query(({ ctx, input }) => queries.read(ctx.actor, input.openingId, ctx.at)),
  ask: act("originals.ask")
    .input(z.strictObject({ itemId: z.uuid(), purpose: OpeningPurpose, reason: z.string().trim().min(1).max(2000) }))
    .mutation(({ ctx, input }) => commands.ask(ctx.actor, input, ctx.at)),
  decide: act("originals.decide")
    .input(z.strictObject({ openingId: z.uuid(), agree: z.boolean() }))
    .mutation(({ ctx, input }) => commands.decide(ctx.actor, input, ctx.at)),
  save: act("originals.save").input(openingInput).mutation(({ ctx, input }) => commands.save(ctx.actor, input.openingId, ctx.at)),
});
