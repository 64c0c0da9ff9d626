import * as z from "zod";
import { act, open, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const sessionId = z.uuid();

export const sessions = router({
  prove: act("sessions.prove")
    .input(commands.ProofAgain)
    .mutation(({ ctx, input }) => commands.prove(ctx.actor, ctx.session, input, ctx.at)),
  list: act("sessions.list").query(({ ctx }) => queries.list(ctx.actor, ctx.session, ctx.at)),
  name: act("sessions.name")
    .input(z.strictObject({ sessionId, name: queries.Name }))
    .mutation(({ ctx, input }) => commands.name(ctx.actor, input, ctx.at)),
  end: act("sessions.end")
    .input(z.strictObject({ sessionId }))
    .mutation(({ ctx, input }) => commands.endOwn(ctx.actor, input, ctx.at)),
  elsewhere: act("sessions.elsewhere").query(({ ctx }) => queries.elsewhere(ctx.actor, ctx.session)),
  acknowledge: act("sessions.acknowledge")
    .input(z.strictObject({ until: z.date() }))
    .mutation(({ ctx, input }) => commands.acknowledge(ctx.actor, ctx.session, input, ctx.at)),
  /** Opens without a session too: a browser is emptied whether or not somebody is still signed in with it. */
  leave: open.input(z.strictObject({})).mutation(({ ctx }) => commands.leave(ctx.actor, ctx.session, ctx.at)),
});
