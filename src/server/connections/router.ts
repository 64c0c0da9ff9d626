import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

const incidentId = z.uuid().toLowerCase();
const featureId = z.uuid();
const position = z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });

export const connections = router({
  list: act("connections.list").query(({ ctx }) => viewed(ctx, queries.list(ctx.actor), () => ({ kind: "list.viewed", list: "connections" }))),
  read: act("connections.read")
    .input(z.strictObject({ featureId }))
    .query(({ ctx, input }) => viewed(ctx, queries.read(ctx.actor, input.featureId), ({ id }) => ({ kind: "feature.viewed", feature: id }))),
  ofIncident: act("connections.ofIncident")
    .input(z.strictObject({ incidentId }))
    .query(({ ctx, input: { incidentId: incident } }) => viewed(ctx, queries.ofIncident(ctx.actor, incident), () => ({ kind: "connection.viewed", incident }))),
  decide: act("connections.decide")
    .input(z.strictObject({ incidentId, otherId: z.uuid(), from: z.uuid().nullable(), confirmed: z.boolean() }))
    .mutation(({ ctx, input }) => commands.decide(ctx.actor, input, ctx.at)),
  locate: act("connections.locate")
    .input(z.strictObject({ featureId, from: position.nullable(), position: position.nullable() }))
    .mutation(({ ctx, input }) => commands.locate(ctx.actor, input, ctx.at)),
});
