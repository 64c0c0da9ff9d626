import { octetInputParser } from "@trpc/server/http";
import * as z from "zod";
import { Refusal } from "~/domain/refusal";
import { grantorsOfIncident } from "~/server/consents/queries";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const itemInput = z.strictObject({ itemId: z.uuid() });

/** What travels beside the bytes of an upload. No file name: bytes decide the type, and names tell. */
const UploadHeaders = z.object({
  incidentId: z.uuid(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});

/** @throws Refusal `input-invalid` */
function uploadHeaders(headers: Headers): z.infer<typeof UploadHeaders> {
  const parsed = UploadHeaders.safeParse({
    incidentId: headers.get("x-vouchsafe-incident"),
    digest: headers.get("x-vouchsafe-digest"),
    size: headers.get("x-vouchsafe-size"),
  });
  if (!parsed.success) throw new Refusal("input-invalid", { fields: parsed.error.issues.map((i) => i.path.join(".")) });
  return parsed.data;
}

/** An upload is one octet stream, whatever is done with it. */
const upload = (action: "evidence.submit" | "evidence.keep", take: typeof commands.submit) =>
  act(action)
    .input(octetInputParser)
    .mutation(async ({ ctx, input }) => {
      const { size, ...about } = uploadHeaders(ctx.headers);
      return commands.withRoomFor(size, async () =>
        take(ctx.actor, { ...about, bytes: await commands.collect(input, size) }, ctx.at),
      );
    });

export const evidence = router({
  submit: upload("evidence.submit", commands.submit),
  keep: upload("evidence.keep", commands.keep),
  read: act("evidence.read")
    .input(itemInput)
    .query(async ({ ctx, input }) => {
      const item = await queries.read(ctx.actor, input.itemId, ctx.at);
      return { ...item, grantors: await grantorsOfIncident(ctx.actor, item.incidentId, ctx.at) };
    }),
  told: act("evidence.told")
    .input(itemInput)
    .mutation(({ ctx, input }) => commands.tell(ctx.actor, input.itemId, ctx.at)),
});
