import * as z from "zod";
import { RedactionMethod, Regions } from "~/domain/evidence";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

const itemId = z.uuid();
const version = z.number().int().min(0);

export const regions = router({
  save: act("regions.save")
    .input(z.strictObject({ itemId, version, regions: Regions }))
    .mutation(({ ctx, input }) => commands.save(ctx.actor, input, ctx.at)),
  confirm: act("regions.confirm")
    .input(z.strictObject({ itemId, version, method: RedactionMethod.default("solid") }))
    .mutation(({ ctx, input }) => commands.confirm(ctx.actor, input, ctx.at)),
});
