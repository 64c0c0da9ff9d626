import * as z from "zod";
import { RecipientDetails } from "~/domain/recipient";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

export const addressBook = router({
  list: act("addressBook.list").query(({ ctx }) => viewed(ctx, queries.list(ctx.actor), () => ({ kind: "list.viewed", list: "recipients" }))),
  revise: act("addressBook.revise")
    .input(z.strictObject({ recipientId: z.uuid(), ...RecipientDetails.shape }))
    .mutation(({ ctx, input: { recipientId, ...details } }) => commands.revise(ctx.actor, recipientId, details, ctx.at)),
});
