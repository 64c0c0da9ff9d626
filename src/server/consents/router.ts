import * as z from "zod";
import { Check, Interpretation } from "~/domain/asking";
import { Capacity, Form, Manner, Purpose, Recipients, purposeNames } from "~/domain/consent";
import { personLanguages } from "~/messages/wordings/languages";
import { waitingFor } from "~/server/disclosures/queries";
import { act, router } from "~/server/trpc/init";
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

export const consents = router({
  addGrantor: act("consents.addGrantor")
    .input(z.strictObject({ incidentId: z.uuid(), kind: z.enum(["depicted", "witness"]), minor: z.boolean() }))
    .mutation(({ ctx, input }) => commands.addGrantor(ctx.actor, input, ctx.at)),
  read: act("consents.read")
    .input(z.strictObject({ grantorId }))
    .query(async ({ ctx, input }) => {
      const read = await queries.read(ctx.actor, input.grantorId, ctx.at);
      return { ...read, waiting: await waitingFor(read.grantor.incidentId, read.grantor.id, ctx.at) };
    }),
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
  withdraw: act("consents.withdraw")
    .input(z.strictObject({ grantorId, purposes: z.array(Purpose).min(1).max(purposeNames.length), manner: Manner }))
    .mutation(({ ctx, input }) => commands.withdraw(ctx.actor, input, ctx.at)),
});
