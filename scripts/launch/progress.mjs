// @ts-check

const NAME_COLUMN = 12;
const RESULT_COLUMN = 52;

/**
 * Does one step and prints one line about it: its name, what came of it, how long it took.
 *
 * @template T
 * @param {string} name
 * @param {string} doing shown while it lasts, where a terminal can take it back
 * @param {() => Promise<{ result: string, value: T }>} work
 * @param {NodeJS.WriteStream} [out]
 * @returns {Promise<T>}
 */
export async function step(name, doing, work, out = process.stdout) {
  const began = performance.now();
  if (out.isTTY) out.write(`${label(name)}${doing} …`);
  try {
    const { result, value } = await work();
    say(name, `${result.padEnd(RESULT_COLUMN)} ${duration(performance.now() - began)}`, out);
    return value;
  } catch (error) {
    say(name, "failed", out);
    throw error;
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {NodeJS.WriteStream} [out]
 */
export function say(name, text, out = process.stdout) {
  const clear = out.isTTY ? "\r\u001B[K" : "";
  out.write(`${clear}${label(name)}${text}\n`);
}

/** @param {string} name */
function label(name) {
  return `  ${name.padEnd(NAME_COLUMN)} `;
}

/** @param {number} ms */
export function duration(ms) {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
