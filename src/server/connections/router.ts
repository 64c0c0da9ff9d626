import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

const incidentId = z.uuid();
const featureId = z.uuid();
const position = z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });

export const connections = router({
  list: act("connections.list").query(({ ctx }) => queries.list(ctx.actor)),
  read: act("connections.read")
    .input(z.strictObject({ featureId }))
    .query(({ ctx, input }) => queries.read(ctx.actor, input.featureId)),
  ofIncident: act("connections.ofIncident")
    .input(z.strictObject({ incidentId }))
    .query(({ ctx, input }) => queries.ofIncident(ctx.actor, input.incidentId)),
  decide: act("connections.decide")
    .input(z.strictObject({ incidentId, otherId: z.uuid(), from: z.uuid().nullable(), confirmed: z.boolean() }))
    .mutation(({ ctx, input }) => commands.decide(ctx.actor, input, ctx.at)),
  locate: act("connections.locate")
    .input(z.strictObject({ featureId, from: position.nullable(), position: position.nullable() }))
    .mutation(({ ctx, input }) => commands.locate(ctx.actor, input, ctx.at)),
});
