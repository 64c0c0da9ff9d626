import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const custodyKey = router({
  current: act("custodyKey.current").query(() => queries.current()),
  set: act("custodyKey.set")
    .input(z.strictObject({ recipient: z.string().trim().max(200) }))
    .mutation(({ ctx, input }) => commands.set(ctx.actor, input, ctx.at)),
});
