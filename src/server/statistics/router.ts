import { Period } from "~/domain/statistics";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

export const statistics = router({
  read: act("statistics.read")
    .input(Period)
    .query(({ ctx, input }) => viewed(ctx, queries.read(ctx.actor, input, ctx.at), () => ({ kind: "statistics.viewed" }))),
  take: act("statistics.take")
    .input(Period)
    .mutation(({ ctx, input }) => commands.take(ctx.actor, input, ctx.at)),
});
