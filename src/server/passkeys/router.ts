import * as z from "zod";
import { act, open, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const passkeyId = z.uuid();

export const passkeys = router({
  ask: open.input(z.strictObject({})).mutation(({ ctx }) => commands.ask(ctx.at)),
  askAgain: act("passkeys.askAgain")
    .input(z.strictObject({}))
    .mutation(({ ctx }) => commands.askAgain(ctx.actor, ctx.session, ctx.at)),
  list: act("passkeys.list").query(({ ctx }) => queries.list(ctx.actor)),
  offer: act("passkeys.offer")
    .input(z.strictObject({}))
    .mutation(({ ctx }) => commands.offer(ctx.actor, ctx.session, ctx.at)),
  add: act("passkeys.add")
    .input(z.strictObject({ label: commands.Label, attestation: commands.Attestation }))
    .mutation(({ ctx, input }) => commands.add(ctx.actor, ctx.session, input, ctx.at)),
  rename: act("passkeys.rename")
    .input(z.strictObject({ passkeyId, label: commands.Label }))
    .mutation(({ ctx, input }) => commands.rename(ctx.actor, input)),
  remove: act("passkeys.remove")
    .input(z.strictObject({ passkeyId }))
    .mutation(({ ctx, input }) => commands.remove(ctx.actor, input, ctx.at)),
});
