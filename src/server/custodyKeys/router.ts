import * as z from "zod";
import { MOST_WRAP_BYTES } from "~/keyring/wrap";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const bytes = (most: number) => z.instanceof(Uint8Array).refine(({ length }) => length <= most);
const Recipient = z.string().trim().max(200);
const ReviewerKey = z.strictObject({ recipient: Recipient, wrap: bytes(MOST_WRAP_BYTES) });
const Grant = z.strictObject({ sealed: bytes(1024), tag: bytes(32) });
const MOST_HOLDERS = 200;
const Recovery = z.strictObject({ parts: z.number().int(), needed: z.number().int() });
const Answered = z.strictObject({ until: z.number().int(), code: bytes(32), answer: bytes(32) });

export const custodyKey = router({
  current: act("custodyKey.current").query(() => queries.current()),
  mine: act("custodyKey.mine").input(z.strictObject({})).mutation(({ ctx }) => commands.handOut(ctx.actor, ctx.at)),
  holders: act("custodyKey.holders").query(({ ctx }) => queries.holders(ctx.actor)),
  ask: act("custodyKey.ask").input(ReviewerKey).mutation(({ ctx, input }) => commands.ask(ctx.actor, input, ctx.at)),
  grant: act("custodyKey.grant")
    .input(z.strictObject({ custodyKeyId: z.uuid(), reviewerKeyId: z.uuid(), grant: Grant }))
    .mutation(({ ctx, input }) => commands.grant(ctx.actor, input, ctx.at)),
  question: act("custodyKey.question")
    .input(z.strictObject({ custodyKeyId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.questionFor(ctx.actor, input, ctx.at)),
  recover: act("custodyKey.recover")
    .input(z.strictObject({ custodyKeyId: z.uuid(), answered: Answered, grant: Grant }))
    .mutation(({ ctx, input }) => commands.recover(ctx.actor, input, ctx.at)),
  set: act("custodyKey.set")
    .input(z.strictObject({ recipient: Recipient, mine: ReviewerKey, grant: Grant, recovery: Recovery }))
    .mutation(({ ctx, input }) => commands.set(ctx.actor, input, ctx.at)),
  replace: act("custodyKey.replace")
    .input(
      z.strictObject({
        before: z.uuid(),
        recipient: Recipient,
        grants: z.array(z.strictObject({ reviewerKeyId: z.uuid(), grant: Grant })).min(1).max(MOST_HOLDERS),
        recovery: Recovery,
      }),
    )
    .mutation(({ ctx, input }) => commands.replace(ctx.actor, input, ctx.at)),
  giveUp: act("custodyKey.giveUp").mutation(({ ctx }) => commands.giveUp(ctx.actor, ctx.at)),
});
