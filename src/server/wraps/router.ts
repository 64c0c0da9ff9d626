import * as z from "zod";
import { MOST_WRAP_BYTES } from "~/keyring/wrap";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const Wrap = z.instanceof(Uint8Array).refine(({ length }) => length <= MOST_WRAP_BYTES);

export const wraps = router({
  list: act("wraps.list").query(({ ctx }) => queries.list(ctx.actor)),
  add: act("wraps.add")
    .input(z.strictObject({ reviewerKeyId: z.uuid(), wrap: Wrap }))
    .mutation(({ ctx, input }) => commands.add(ctx.actor, input, ctx.at)),
  remove: act("wraps.remove")
    .input(z.strictObject({ wrapId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.remove(ctx.actor, input, ctx.at)),
});
