import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const word = z.string().max(40);

export const course = router({
  state: act("course.state").query(({ ctx }) => queries.state(ctx.actor)),
  answer: act("course.answer")
    .input(
      z.strictObject({
        version: z.number().int(),
        answers: z.record(word, word).refine((answers) => Object.keys(answers).length <= 40),
      }),
    )
    .mutation(({ ctx, input }) => commands.answer(ctx.actor, input, ctx.at)),
});
