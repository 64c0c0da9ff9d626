import { noteFoundingOver } from "./commands";

/** See, every few minutes, whether the founding has come to its end. */
export const founding = (): Promise<void> => noteFoundingOver(new Date());
