import * as z from "zod";
import { MemberRole } from "~/domain/roles";
import { Code, Handle, Passphrase } from "~/server/credentials";
import { depart } from "~/server/departures/commands";
import * as departures from "~/server/departures/queries";
import * as suspensions from "~/server/suspensions/commands";
import { act, open, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const memberId = z.uuid();
const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const members = router({
  me: act("members.me").query(({ ctx }) => queries.me(ctx.actor)),
  list: act("members.list").query(({ ctx }) => queries.list(ctx.at)),
  invite: act("members.invite")
    .input(z.strictObject({ role: MemberRole, teamId: z.uuid().nullable() }))
    .mutation(({ ctx, input }) => commands.invite(ctx.actor, input, ctx.at)),
  founding: act("members.founding").query(({ ctx }) => queries.foundingNow(ctx.at)),
  endFounding: act("members.endFounding")
    .input(z.strictObject({}))
    .mutation(({ ctx }) => commands.endFounding(ctx.actor, ctx.at)),
  previewSuspension: act("members.previewSuspension")
    .input(z.strictObject({ memberId }))
    .mutation(({ ctx, input }) => suspensions.preview(ctx.actor, input, ctx.at)),
  suspend: act("members.suspend")
    .input(z.strictObject({ memberId, preview: digest }))
    .mutation(({ ctx, input }) => suspensions.suspend(ctx.actor, input, ctx.at)),
  changePassphrase: act("members.changePassphrase")
    .input(z.strictObject({ passphrase: Passphrase }))
    .mutation(({ ctx, input }) => commands.changePassphrase(ctx.actor, input, ctx.at)),
  previewDeparture: act("members.previewDeparture").query(({ ctx }) => departures.preview(ctx.actor, ctx.at)),
  depart: act("members.depart")
    .input(z.strictObject({ preview: digest, accepted: z.boolean() }))
    .mutation(({ ctx, input }) => depart(ctx.actor, input, ctx.at)),
  signOutEverywhere: act("members.signOutEverywhere")
    .input(z.strictObject({}))
    .mutation(({ ctx }) => commands.signOutEverywhere(ctx.actor, ctx.at)),
});

/** Whatever was copied by halves from a link is no invite, rather than a mistake in a form. */
const token = z.string().min(1).max(200);

/** Mutations, all of them: a query's input travels in the address, where proxies write it down. */
export const join = router({
  inspect: open
    .input(z.strictObject({ token }))
    .mutation(({ ctx, input }) => commands.inspect(input, ctx.at)),
  begin: open
    .input(z.strictObject({ token, handle: Handle }))
    .mutation(({ ctx, input }) => commands.begin(input, ctx.at)),
  finish: open
    .input(z.strictObject({ token, handle: Handle, passphrase: Passphrase, code: Code }))
    .mutation(({ ctx, input }) => commands.finish(input, ctx.at)),
});
