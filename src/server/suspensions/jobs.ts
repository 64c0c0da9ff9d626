import * as commands from "./commands";

/** See, every few minutes, whose time to have a vouch replaced is over. */
export const lapse = (): Promise<void> => commands.lapse(new Date());
