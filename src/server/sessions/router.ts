import { Proof } from "~/server/factors/commands";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

export const sessions = router({
  prove: act("sessions.prove")
    .input(Proof)
    .mutation(({ ctx, input }) => commands.prove(ctx.actor, ctx.session, input, ctx.at)),
});
