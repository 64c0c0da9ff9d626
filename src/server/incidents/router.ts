import * as z from "zod";
import { AccountText, IncidentState, NewDetails } from "~/domain/incident";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

const incidentId = z.uuid();

export const incidents = router({
  list: act("incidents.list").query(({ ctx }) => viewed(ctx, queries.list(ctx.actor), () => ({ kind: "list.viewed", list: "incidents" }))),
  read: act("incidents.read")
    .input(z.strictObject({ incidentId }))
    .query(({ ctx, input }) =>
      viewed(ctx, queries.read(ctx.actor, input.incidentId, ctx.at), ({ id }) => ({ kind: "incident.viewed", incident: id })),
    ),
  history: act("incidents.history")
    .input(z.strictObject({ incidentId, before: z.number().int().min(0).nullable() }))
    .query(({ ctx, input }) =>
      viewed(ctx, queries.history(ctx.actor, input.incidentId, input.before), () => ({ kind: "incident.viewed", incident: input.incidentId })),
    ),
  create: act("incidents.create")
    .input(z.strictObject({ teamId: z.uuid(), details: NewDetails, account: AccountText.nullable() }))
    .mutation(({ ctx, input }) => commands.create(ctx.actor, input, ctx.at)),
  revise: act("incidents.revise")
    .input(z.strictObject({ incidentId, version: z.number().int().positive(), details: NewDetails }))
    .mutation(({ ctx, input }) => commands.revise(ctx.actor, input, ctx.at)),
  advance: act("incidents.advance")
    .input(z.strictObject({ incidentId, from: IncidentState, to: IncidentState }))
    .mutation(({ ctx, input }) => commands.advance(ctx.actor, input, ctx.at)),
  assign: act("incidents.assign")
    .input(z.strictObject({ incidentId, from: z.uuid().nullable(), to: z.uuid().nullable() }))
    .mutation(({ ctx, input }) => commands.assign(ctx.actor, input, ctx.at)),
});
