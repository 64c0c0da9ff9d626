import * as z from "zod";
import { AccountText } from "~/domain/incident";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

export const accounts = router({
  write: act("accounts.write")
    .input(
      z.strictObject({
        ...AccountText.shape,
        incidentId: z.uuid(),
        accountId: z.uuid().nullable(),
        mentions: z.array(z.uuid()).max(200),
        looked: z.boolean(),
      }),
    )
    .mutation(({ ctx, input }) => commands.write(ctx.actor, input, ctx.at)),
});
