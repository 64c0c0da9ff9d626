import { octetInputParser } from "@trpc/server/http";
import * as z from "zod";
import { resealFaults, resealTasks } from "~/domain/resealing";
import { Refusal } from "~/domain/refusal";
import { collect, withRoomFor } from "~/server/evidence/commands";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const resealingInput = z.strictObject({ resealingId: z.uuid() });
const task = z.enum(resealTasks);

/** What travels beside the bytes that a browser sealed anew. */
const StoreHeaders = z.object({
  resealingId: z.uuid(),
  itemId: z.uuid(),
  mark: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});

/** @throws Refusal `input-invalid` */
function storeHeaders(headers: Headers): z.infer<typeof StoreHeaders> {
  const parsed = StoreHeaders.safeParse({
    resealingId: headers.get("x-vouchsafe-resealing"),
    itemId: headers.get("x-vouchsafe-item"),
    mark: headers.get("x-vouchsafe-mark"),
    size: headers.get("x-vouchsafe-size"),
  });
  if (!parsed.success) throw new Refusal("input-invalid", { fields: parsed.error.issues.map((i) => i.path.join(".")) });
  return parsed.data;
}

export const resealings = router({
  state: act("resealings.state").query(({ ctx }) => queries.state(ctx.actor, ctx.at)),
  ask: act("resealings.ask").mutation(({ ctx }) => commands.ask(ctx.actor, ctx.at)),
  decide: act("resealings.decide")
    .input(z.strictObject({ resealingId: z.uuid(), agree: z.boolean() }))
    .mutation(({ ctx, input }) => commands.decide(ctx.actor, input, ctx.at)),
  begin: act("resealings.begin").input(resealingInput).mutation(({ ctx, input }) => commands.begin(ctx, input.resealingId, ctx.at)),
  end: act("resealings.end").input(resealingInput).mutation(({ ctx, input }) => commands.end(ctx.actor, input.resealingId, ctx.at)),
  next: act("resealings.next")
    .input(z.strictObject({ resealingId: z.uuid(), task, after: z.uuid().nullable() }))
    .query(({ ctx, input }) => queries.next(ctx, input, ctx.at)),
  store: act("resealings.store")
    .input(octetInputParser)
    .mutation(async ({ ctx, input }) => {
      const { size, mark, ...about } = storeHeaders(ctx.headers);
      const most = commands.MOST_PACKET_BYTES;
      return withRoomFor(
        size,
        async () => {
          const packet = await collect(input, size, most);
          return commands.store(ctx, { ...about, mark: Buffer.from(mark, "hex"), packet }, ctx.at);
        },
        most,
      );
    }),
  confirm: act("resealings.confirm")
    .input(z.strictObject({ resealingId: z.uuid(), itemId: z.uuid(), sealed: z.string().regex(/^[0-9a-f]{64}$/) }))
    .mutation(({ ctx, input }) => commands.confirm(ctx, input, ctx.at)),
  fail: act("resealings.fail")
    .input(z.strictObject({ resealingId: z.uuid(), itemId: z.uuid(), task, why: z.enum(resealFaults) }))
    .mutation(({ ctx, input }) => commands.fail(ctx, input, ctx.at)),
});
