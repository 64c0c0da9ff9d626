import * as z from "zod";
import { Code, Passphrase, RecognitionCode } from "~/server/credentials";
import { act, open, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const recoveryId = z.uuid();
const token = z.string().min(1).max(200);
const codes = z.tuple([RecognitionCode, RecognitionCode]);

export const recovery = router({
  open: act("recovery.open")
    .input(z.strictObject({ memberId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.open(ctx.actor, input, ctx.at)),
  list: act("recovery.list").query(({ ctx }) => queries.list(ctx.actor, ctx.at)),
  mine: act("recovery.mine").query(({ ctx }) => queries.mine(ctx.actor, ctx.at)),
  confirm: act("recovery.confirm")
    .input(z.strictObject({ recoveryId }))
    .mutation(({ ctx, input }) => commands.confirm(ctx.actor, input, ctx.at)),
  running: act("recovery.running").query(({ ctx }) => queries.running(ctx.actor, ctx.at)),
  stop: act("recovery.stop")
    .input(z.strictObject({ recoveryId }))
    .mutation(({ ctx, input }) => commands.stop(ctx.actor, input, ctx.at)),
  link: act("recovery.link")
    .input(z.strictObject({ recoveryId }))
    .mutation(({ ctx, input }) => commands.link(ctx.actor, input, ctx.at)),
  /** Mutations, as in `join`: a token stands in no address. */
  inspect: open.input(z.strictObject({ token })).mutation(({ ctx, input }) => commands.inspect(input, ctx.at)),
  begin: open.input(z.strictObject({ token, codes })).mutation(({ ctx, input }) => commands.begin(input, ctx.at)),
  finish: open
    .input(z.strictObject({ token, codes, passphrase: Passphrase, code: Code }))
    .mutation(({ ctx, input }) => commands.finish(input, ctx.at)),
});
