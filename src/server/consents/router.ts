import { octetInputParser } from "@trpc/server/http";
import * as z from "zod";
import { Check, Interpretation } from "~/domain/asking";
import { Capacity, Form, Manner, Purpose, Recipients, purposeNames } from "~/domain/consent";
import { waitingFor } from "~/domain/disclosure";
import { MOST_CONSENT_EVIDENCE_BYTES } from "~/domain/evidence";
import { Refusal } from "~/domain/refusal";
import { personLanguages } from "~/messages/wordings/languages";
import { undecided } from "~/server/disclosures/queries";
import { collect, withRoomFor } from "~/server/evidence/commands";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

const grantorId = z.uuid();
const ids = z.array(z.uuid()).max(500);
const answer = z.strictObject({ purpose: Purpose, answer: z.enum(["given", "refused", "ask-again"]), form: Form });
const answers = z
  .array(answer)
  .min(1)
  .max(purposeNames.length)
  .refine((all) => new Set(all.map(({ purpose }) => purpose)).size === all.length, "each purpose is answered once");

/** What travels beside the bytes of the evidence of a consent. */
const AttachHeaders = z.object({
  recordId: z.uuid(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.coerce.number().int().min(1).max(MOST_CONSENT_EVIDENCE_BYTES),
});

/** @throws Refusal `input-invalid`, `too-many-bytes` */
function attachHeaders(headers: Headers): z.infer<typeof AttachHeaders> {
  if (Number(headers.get("x-vouchsafe-size")) > MOST_CONSENT_EVIDENCE_BYTES)
    throw new Refusal("too-many-bytes", { limit: MOST_CONSENT_EVIDENCE_BYTES });
  const parsed = AttachHeaders.safeParse({
    recordId: headers.get("x-vouchsafe-record"),
    digest: headers.get("x-vouchsafe-digest"),
    size: headers.get("x-vouchsafe-size"),
  });
  if (!parsed.success) throw new Refusal("input-invalid", { fields: parsed.error.issues.map((i) => i.path.join(".")) });
  return parsed.data;
}

export const consents = router({
  addGrantor: act("consents.addGrantor")
    .input(z.strictObject({ incidentId: z.uuid(), kind: z.enum(["depicted", "witness"]), minor: z.boolean() }))
    .mutation(({ ctx, input }) => commands.addGrantor(ctx.actor, input, ctx.at)),
  read: act("consents.read")
    .input(z.strictObject({ grantorId }))
    .query(async ({ ctx, input }) => {
      const reading = queries.read(ctx.actor, input.grantorId, ctx.at);
      const read = await viewed(ctx, reading, ({ grantor }) => ({ kind: "grantor.viewed", grantor: grantor.id }));
      return { ...read, waiting: waitingFor(await undecided(read.grantor.incidentId), read.grantor.id, ctx.at) };
    }),
  runningOut: act("consents.runningOut").query(({ ctx }) => queries.runsOut(ctx.actor, ctx.at)),
  record: act("consents.record")
    .input(
      z.strictObject({
        grantorId,
        capacity: Capacity,
        manner: Manner,
        language: z.enum(personLanguages),
        interpretation: Interpretation,
        check: Check.nullable(),
        interest: queries.Interest.shape.text.nullable(),
        items: ids,
        accounts: ids,
        recipients: Recipients,
        until: z.date().nullable(),
        answers,
      }),
    )
    .mutation(({ ctx, input }) => commands.recordAnswers(ctx.actor, input, ctx.at)),
  attach: act("consents.attach")
    .input(octetInputParser)
    .mutation(async ({ ctx, input }) => {
      const { size, ...about } = attachHeaders(ctx.headers);
      return withRoomFor(size, async () =>
        commands.attach(ctx.actor, { ...about, bytes: await collect(input, size) }, ctx.at),
      );
    }),
  withdraw: act("consents.withdraw")
    .input(z.strictObject({ grantorId, purposes: z.array(Purpose).min(1).max(purposeNames.length), manner: Manner }))
    .mutation(({ ctx, input }) => commands.withdraw(ctx.actor, input, ctx.at)),
});
