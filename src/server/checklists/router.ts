import * as z from "zod";
import { Checklist } from "~/domain/checklist";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

export const checklists = router({
  answer: act("checklists.answer")
    .input(z.strictObject({ itemId: z.uuid(), version: z.number().int().min(0), answers: Checklist }))
    .mutation(({ ctx, input }) => commands.answer(ctx.actor, input, ctx.at)),
});
