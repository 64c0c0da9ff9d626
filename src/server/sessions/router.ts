import * as z from "zod";
import { act, open, router } from "~/server/trpc/init";
import * as commands from "./commands";

export const sessions = router({
  prove: act("sessions.prove")
    .input(commands.ProofAgain)
    .mutation(({ ctx, input }) => commands.prove(ctx.actor, ctx.session, input, ctx.at)),
  /** Opens without a session too: a browser is emptied whether or not somebody is still signed in with it. */
  leave: open.input(z.strictObject({})).mutation(({ ctx }) => commands.leave(ctx.session, ctx.at)),
});
