import * as z from "zod";
import { act, router } from "~/server/trpc/init";
import { viewed } from "~/server/viewed";
import * as commands from "./commands";
import * as queries from "./queries";

export const notices = router({
  list: act("notices.list").query(({ ctx }) => viewed(ctx, queries.waiting(ctx.actor), () => ({ kind: "list.viewed", list: "notices" }))),
  tell: act("notices.tell")
    .input(z.strictObject({ noticeId: z.uuid() }))
    .mutation(({ ctx, input }) => commands.tell(ctx.actor, input.noticeId, ctx.at)),
});
