import * as z from "zod";
import { reviewersAnswers } from "~/domain/request";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const requests = router({
  list: act("requests.list").query(({ ctx }) => queries.waiting(ctx.actor)),
  answer: act("requests.answer")
    .input(z.strictObject({ requestId: z.uuid(), answer: z.enum(reviewersAnswers) }))
    .mutation(({ ctx, input }) => commands.answer(ctx.actor, input, ctx.at)),
});
