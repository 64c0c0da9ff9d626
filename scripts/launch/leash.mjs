// @ts-check
/**
 * Loaded into web and worker before their own code: ends them when the launcher is gone, also when it was killed and
 * could not say so. The end of its process closes the IPC channel.
 */
const PATIENCE_MS = 8000;

process.on("disconnect", () => {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), PATIENCE_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
// Listening must not be what keeps a process alive that has nothing else to do.
process.channel?.unref();
