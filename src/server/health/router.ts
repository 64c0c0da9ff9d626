import { act, router } from "~/server/trpc/init";
import * as queries from "./queries";

export const health = router({
  read: act("health.read").query(() => queries.read()),
});
