import { config } from "~/env";
import { close as closeMedia, confinement, useDetectors } from "~/media";
import { dataFolder } from "~/server/blobs";
import { disconnect } from "~/server/db";
import { beat } from "~/server/health/commands";
import { log } from "~/server/log";
import { stopSender, work } from "~/server/queue";
import { handlers } from "./handlers";

/**
 * The worker: claims jobs until it is told to stop, then finishes what it has begun. Killed in the middle of a job, it
 * leaves a row that is still as it was, and the job runs again.
 */
const BEAT_MS = 10_000;

// A detector that an operator named and that cannot run stops the worker here: it must not become one that finds nobody.
const { faceModels } = config();
if (faceModels.length > 0) await useDetectors(faceModels);

const confined = await confinement(dataFolder());
log.workerStarted(confined.weaknesses.length === 0 ? "full" : confined.weaknesses.join(" "));
await beat(confined, new Date());
const stopWork = await work(handlers);
const beats = setInterval(() => {
  beat(confined, new Date()).catch((error: unknown) => log.unexpected("beat", "worker", error));
}, BEAT_MS);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(beats);
  await stopWork();
  await closeMedia();
  await stopSender();
  await disconnect();
  log.workerStopped();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// The launcher is gone: nobody would stop this process any more.
process.on("disconnect", () => void stop());
