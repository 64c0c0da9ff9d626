import { closeExpired } from "./commands";

/** Close, every few minutes, what has come to its end. A door past its end is shut by `clear` already. */
export const expire = (): Promise<void> => closeExpired(new Date());
