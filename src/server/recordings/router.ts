import { octetInputParser } from "@trpc/server/http";
import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import * as media from "~/media";
import { personLanguages } from "~/messages/wordings/languages";
import { passages } from "~/messages/wordings/passages";
import { collect, withRoomFor } from "~/server/evidence/commands";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const MOST_BYTES = media.limits.recording.bytes;
/** What travels beside the bytes. */
const AddHeaders = z.object({
  language: z.enum(personLanguages),
  passage: z.enum(passages),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.coerce.number().int().min(1).max(MOST_BYTES),
});

/** @throws Refusal `input-invalid`, `recording-too-large` */
function addHeaders(headers: Headers): z.infer<typeof AddHeaders> {
  if (Number(headers.get("x-vouchsafe-size")) > MOST_BYTES) throw new Refusal("recording-too-large");
  const parsed = AddHeaders.safeParse({
    language: headers.get("x-vouchsafe-language"),
    passage: headers.get("x-vouchsafe-passage"),
    digest: headers.get("x-vouchsafe-digest"),
    size: headers.get("x-vouchsafe-size"),
  });
  if (!parsed.success) throw new Refusal("input-invalid", { fields: parsed.error.issues.map((i) => i.path.join(".")) });
  return parsed.data;
}

export const recordings = router({
  list: act("recordings.list").query(({ ctx }) => queries.list(ctx.actor)),
  fitting: act("recordings.fitting").query(({ ctx }) => queries.fitting(ctx.actor)),
  add: act("recordings.add")
    .input(octetInputParser)
    .mutation(async ({ ctx, input }) => {
      const { size, ...about } = addHeaders(ctx.headers);
      return withRoomFor(size, async () => commands.add(ctx.actor, { ...about, bytes: await collect(input, size) }, ctx.at));
    }),
  remove: act("recordings.remove")
    .input(z.strictObject({ recordingId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.remove(ctx.actor, input.recordingId, ctx.at)),
});
