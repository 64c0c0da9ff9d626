import * as z from "zod";
import { Code } from "~/server/credentials";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";

export const factors = router({
  newApp: act("factors.newApp").input(z.strictObject({})).mutation(({ ctx }) => commands.newApp(ctx.actor)),
  connectApp: act("factors.connectApp")
    .input(z.strictObject({ code: Code }))
    .mutation(({ ctx, input }) => commands.connectApp(ctx.actor, input, ctx.at)),
});
