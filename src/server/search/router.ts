import { Question } from "~/domain/search";
import { act, router } from "~/server/trpc/init";
import * as commands from "./commands";
import * as queries from "./queries";

export const search = router({
  find: act("search.find")
    .input(Question)
    .query(async ({ ctx, input }) => {
      const found = await queries.find(ctx.actor, input);
      await commands.noteSearched(ctx.actor, found.hits, ctx.at);
      return found;
    }),
});
