import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

export const presence = router({
  here: act("presence.here")
    .input(z.strictObject({ incidentId: z.uuid(), writing: z.boolean() }))
    .mutation(({ ctx, input }) => commands.here(ctx.actor, input, ctx.at)),
});
