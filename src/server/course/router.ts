import * as z from "zod";
import { Answers } from "~/domain/course";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const course = router({
  state: act("course.state").query(({ ctx }) => queries.state(ctx.actor)),
  answer: act("course.answer")
    .input(z.strictObject({ version: z.number().int(), answers: Answers }))
    .mutation(({ ctx, input }) => commands.answer(ctx.actor, input, ctx.at)),
});
