/** Peak resident memory, as Linux counts it; elsewhere it is unknown. */
import { readFileSync, writeFileSync } from "node:fs";

import { decodersAtWork } from "~/media";

const EVERY_MS = 4;

/** In megabytes; undefined where there is no such process or no /proc. */
function peakOf(pid: number | "self"): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
  } catch {
    return undefined; // Gone between two looks, or no Linux.
  }
}

/** From now on the peak of this process is counted anew (proc(5), clear_refs). */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // No Linux: the peak is unknown anyway.
  }
}

export type Peak = { readonly parent: number | undefined; readonly child: number | undefined };

/** Does `work` once and looks at the decoder's peak every few milliseconds: what it takes right before its end may be missed. */
export async function peakDuring(work: () => Promise<unknown>): Promise<Peak> {
  forgetPeak();
  let child: number | undefined;
  const look = setInterval(() => {
    for (const pid of decodersAtWork()) child = Math.max(child ?? 0, peakOf(pid) ?? 0);
  }, EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return { parent: peakOf("self"), child };
}
