import { createServer } from "node:net";
import { codeOf } from "./thrown.mjs";

const DEFAULT_PORT = 3000;
const TRIES = 50;

/**
 * The port to serve on. One that was asked for is taken or refused; without a wish it is 3000, or the next free one.
 * @param wish the value of PORT
 */
export async function choosePort(wish: string | undefined): Promise<{ port: number; note: string | null }> {
  if (wish !== undefined && wish !== "") {
    const port = Number(wish);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT is ${wish}, which is no port.`);
    if (!(await isFree(port))) throw new Error(`Port ${port} is taken by another program. Set PORT to another one.`);
    return { port, note: null };
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port += 1) {
    if (!(await isFree(port))) continue;
    return { port, note: port === DEFAULT_PORT ? null : `${DEFAULT_PORT} is taken by another program, so it is ${port}` };
  }
  throw new Error(`No port is free from ${DEFAULT_PORT} on. Set PORT to a free one.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (codeOf(error) === "EADDRINUSE" || codeOf(error) === "EACCES") resolve(false);
      else reject(error);
    });
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
