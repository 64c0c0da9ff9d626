import * as z from "zod";
import { GivenForm, Purpose, RecipientClass, Size } from "~/domain/consent";
import { MOST_ACCOUNTS, MOST_PHOTOS } from "~/domain/disclosure";
import { ChosenRecipient } from "~/domain/recipient";
import { Conditions, MOST_OPENINGS } from "~/domain/visit";
import { WordsForm } from "~/domain/words";
import { Mark } from "~/server/credentials";
import * as releases from "~/server/releases/commands";
import { reportLeaving } from "~/server/releases/queries";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

const disclosureId = z.uuid();
const one = z.strictObject({ disclosureId });
const text = z.string().trim().min(1).max(2000);
const about = z.strictObject({ incidentId: z.uuid(), purpose: Purpose, until: z.date() });
const draft = z.strictObject({
  ...about.shape,
  // An original leaves in a dossier, through the hands of two reviewers; never by the link.
  items: z.array(z.strictObject({ id: z.uuid(), form: GivenForm, size: Size.default("reduced") })).max(MOST_PHOTOS),
  accounts: z.array(z.strictObject({ id: z.uuid(), form: WordsForm.default("redacted") })).max(MOST_ACCOUNTS),
});

const opening = z.strictObject({
  conditions: Conditions,
  most: z.number().int().min(1).max(MOST_OPENINGS).nullable(),
  secret: z.boolean(),
});

/** Everything in the incident, up to a form and a size. */
const whole = z.strictObject({ ...about.shape, most: GivenForm.default("clean"), size: Size.default("reduced") });

/** Why officers' faces may be shown to whom the rule hides them. */
const ground = text.nullable().default(null);

const wish = z.strictObject({
  recipient: ChosenRecipient,
  reason: text,
  officersGround: ground,
  opening: opening.default({ conditions: [], most: null, secret: false }),
});

/** Whoever approves says by its digest which report they read; to refuse, nobody has to have read any. */
const decision = z.discriminatedUnion("verdict", [
  z.strictObject({ disclosureId, verdict: z.literal("approve"), reason: text, told: z.hex().length(64) }),
  z.strictObject({ disclosureId, verdict: z.literal("refuse"), reason: text }),
]);

export const disclosures = router({
  list: act("disclosures.list").query(({ ctx }) => viewed(ctx, queries.list(ctx.actor), () => ({ kind: "list.viewed", list: "disclosures" }))),
  read: act("disclosures.read")
    .input(one)
    .query(async ({ ctx, input }) => {
      const disclosure = await viewed(ctx, queries.read(ctx.actor, input.disclosureId, ctx.at), ({ id }) => ({ kind: "disclosure.viewed", disclosure: id }));
      return { ...disclosure, told: await reportLeaving(disclosure.id) };
    }),
  find: act("disclosures.find")
    .input(z.strictObject({ mark: Mark }))
    .query(({ ctx, input }) => queries.find(ctx.actor, input.mark)),
  assess: act("disclosures.assess")
    .input(z.strictObject({ ...draft.shape, recipientClass: RecipientClass, grounded: z.boolean().default(false) }))
    .query(({ ctx, input }) => queries.assess(ctx.actor, input, ctx.at)),
  assessWhole: act("disclosures.assessWhole")
    .input(z.strictObject({ ...whole.shape, recipientClass: RecipientClass, grounded: z.boolean().default(false) }))
    .query(({ ctx, input }) => queries.assessWhole(ctx.actor, input, ctx.at)),
  propose: act("disclosures.propose")
    .input(z.strictObject({ ...draft.shape, ...wish.shape }))
    .mutation(({ ctx, input }) => commands.propose(ctx.actor, input, ctx.at)),
  proposeWhole: act("disclosures.proposeWhole")
    .input(z.strictObject({ ...whole.shape, ...wish.shape }))
    .mutation(({ ctx, input }) => commands.proposeWhole(ctx.actor, input, ctx.at)),
  decide: act("disclosures.decide")
    .input(decision)
    .mutation(({ ctx, input }) => commands.decide(ctx.actor, input, ctx.at)),
  release: act("disclosures.release")
    .input(one)
    .mutation(({ ctx, input }) => releases.release(ctx.actor, input.disclosureId, ctx.at)),
  close: act("disclosures.close")
    .input(one)
    .mutation(({ ctx, input }) => commands.close(ctx.actor, input.disclosureId, ctx.at)),
});
