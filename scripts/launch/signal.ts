import { codeOf } from "./thrown.mjs";

/**
 * @param pid of a process, or of a process group as a negative number
 * @param signal 0 only asks
 * @returns false when there is nobody to send it to
 */
export function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
    throw error;
  }
}
