import { act, router } from "~/server/trpc/init";
import * as queries from "./queries";

export const desk = router({
  queue: act("desk.queue").query(({ ctx }) => queries.queue(ctx.actor, ctx.at)),
});
