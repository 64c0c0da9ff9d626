// @ts-check

/** The words of the last WebAssembly panic: the exception that follows one says only "unreachable". */
let lastPanic = "";

/** @param {string} message */
export function rememberPanic(message) {
  lastPanic = message;
}

/**
 * One line of the engine's log on stderr. Prisma's command line drops everything up to the first line break and
 * parses each line after it, so the break comes first.
 *
 * @param {string} message
 * @param {string} [errorCode] Prisma's code, such as P1003
 */
export function logError(message, errorCode) {
  const fields = errorCode === undefined ? { message } : { message, error_code: errorCode };
  const line = { timestamp: new Date().toISOString(), level: "ERROR", fields, target: "schema_engine::logger" };
  process.stderr.write(`\n${JSON.stringify(line)}`);
}

/** @param {Error} error */
export function reportCrash(error) {
  logError(lastPanic === "" ? (error.stack ?? error.message) : `PANIC: ${lastPanic}`);
  process.exit(1);
}
