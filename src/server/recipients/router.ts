import * as z from "zod";
import { Conditions } from "~/domain/visit";
import { ToldSecret } from "~/server/credentials";
import { tokenDigest } from "~/server/digest";
import { open, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const token = z.string().min(20).max(100);
const shown = z.strictObject({ token, secret: ToldSecret.nullable().default(null) });

/** The recipient's door: no account, one token, in the body of a request and never in its line. */
export const recipient = router({
  conditions: open
    .input(shown)
    .output(queries.Threshold)
    .mutation(({ ctx, input }) => commands.conditions(input, ctx.at)),
  open: open
    .input(z.strictObject({ ...shown.shape, accepts: Conditions.default([]) }))
    .output(queries.RecipientView)
    .mutation(({ ctx, input: { accepts, ...link } }) => commands.open(link, accepts, ctx.at)),
  watch: open
    .input(z.strictObject({ pass: token }))
    .output(z.strictObject({}))
    .mutation(({ ctx, input }) => queries.watch(tokenDigest(input.pass), ctx.at)),
});
