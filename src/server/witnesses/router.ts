import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const witnesses = router({
  list: act("witnesses.list").query(({ ctx }) => queries.list(ctx.actor, ctx.at)),
  add: act("witnesses.add")
    .input(z.strictObject({ key: z.string().trim().min(1).max(300) }))
    .mutation(({ ctx, input }) => commands.add(ctx.actor, input.key, ctx.at)),
  remove: act("witnesses.remove")
    .input(z.strictObject({ witnessId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.remove(ctx.actor, input.witnessId, ctx.at)),
});
