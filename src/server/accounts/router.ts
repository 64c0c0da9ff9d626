import * as z from "zod";
import { AccountWords } from "~/domain/incident";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

const version = z.string().regex(/^[0-9a-f]{64}$/);

export const accounts = router({
  write: act("accounts.write")
    .input(
      z.strictObject({
        incidentId: z.uuid(),
        accountId: z.uuid().nullable(),
        /** Of what the writer was shown of it; null for a new one. */
        version: version.nullable().default(null),
        /** Whose words they are: a witness's, or one's own. */
        spokenBy: z.uuid().nullable().default(null),
        words: AccountWords,
        mentions: z.array(z.uuid()).max(200),
      }),
    )
    .mutation(({ ctx, input }) => commands.write(ctx.actor, input, ctx.at)),
  check: act("accounts.check")
    .input(z.strictObject({ accountId: z.uuid(), version }))
    .mutation(({ ctx, input }) => commands.check(ctx.actor, input, ctx.at)),
  slip: act("accounts.slip")
    .input(z.strictObject({ accountId: z.uuid() }))
    .query(({ ctx, input }) => viewed(ctx, queries.slipOf(ctx.actor, input.accountId), ({ incidentId }) => ({ kind: "incident.viewed", incident: incidentId }))),
});
