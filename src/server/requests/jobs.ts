import { settle } from "./commands";

/** Every few minutes: what was to be deleted and is gone is answered. */
export const settled = (): Promise<void> => settle(new Date());
