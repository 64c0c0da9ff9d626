import * as z from "zod";
import { HalfYear } from "~/domain/statistics";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

export const statistics = router({
  read: act("statistics.read")
    .input(z.strictObject({ half: HalfYear }))
    .query(({ ctx, input }) => viewed(ctx, queries.read(ctx.actor, input.half, ctx.at), () => ({ kind: "statistics.viewed" }))),
  take: act("statistics.take")
    .input(z.strictObject({ half: HalfYear }))
    .mutation(({ ctx, input }) => commands.take(ctx.actor, input.half, ctx.at)),
});
