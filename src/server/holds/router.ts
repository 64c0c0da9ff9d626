import * as z from "zod";
import { HoldGround } from "~/domain/hold";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

const asked = { ground: HoldGround, reason: z.string().trim().min(1).max(2000), until: z.date() };

export const holds = router({
  ask: act("holds.ask")
    .input(z.union([z.strictObject({ itemId: z.uuid(), ...asked }), z.strictObject({ accountId: z.uuid(), ...asked })]))
    .mutation(({ ctx, input }) => commands.ask(ctx.actor, input, ctx.at)),
  decide: act("holds.decide")
    .input(z.strictObject({ holdId: z.uuid(), agree: z.boolean() }))
    .mutation(({ ctx, input }) => commands.decide(ctx.actor, input, ctx.at)),
  end: act("holds.end")
    .input(z.strictObject({ holdId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.end(ctx.actor, input.holdId, ctx.at)),
});
