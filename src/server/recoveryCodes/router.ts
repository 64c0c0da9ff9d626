import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const recoveryCodes = router({
  left: act("recoveryCodes.left").query(({ ctx }) => queries.left(ctx.actor)),
  make: act("recoveryCodes.make").input(z.strictObject({})).mutation(({ ctx }) => commands.make(ctx.actor, ctx.at)),
});
