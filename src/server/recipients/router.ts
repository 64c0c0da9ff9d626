import * as z from "zod";
import { open, router } from "~/server/trpc/init";
import * as commands from "./commands";
import { RecipientView } from "./queries";

/** The recipient's door: no account, one token, in the body of a request and never in its line. */
export const recipient = router({
  open: open
    .input(z.strictObject({ token: z.string().min(20).max(100) }))
    .output(RecipientView)
    .mutation(({ ctx, input }) => commands.open(input.token, ctx.at)),
});
