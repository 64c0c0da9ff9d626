import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";

/**
 * A stock Firefox without a window, for one page that reads files, spoken to as geckodriver does it (Marionette: `length:[0,id,command,parameters]`).
 * Playwright drives a Firefox of its own making; by the newer protocol, with which it and others drive a stock one, nobody can choose a folder.
 */
export type Firefox = Awaited<ReturnType<typeof openFirefox>>;

const Answer = z.tuple([z.literal(1), z.number(), z.object({ message: z.string() }).nullable(), z.unknown()]);
const Value = z.object({ value: z.unknown() });
const Element = z.object({ value: z.record(z.string(), z.string()) });

const QUIET = {
  "browser.startup.page": 0, "marionette.port": 0,
  // Whoever asks anything of a network asks nobody.
  "network.proxy.type": 1, "network.proxy.socks": "127.0.0.1", "network.proxy.socks_port": 9,
  // A folder counts as chosen although no dialog was there.
  "dom.filesystem.pathcheck.disabled": true,
};

/** @param preferences as `about:config` names them */
export async function openFirefox(preferences: Readonly<Record<string, string | number | boolean>> = {}) {
  const profile = await mkdtemp(path.join(tmpdir(), "vouchsafe-firefox-"));
  const lines = Object.entries({ ...QUIET, ...preferences }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  await writeFile(path.join(profile, "user.js"), lines.join(""));
  const child = spawn(process.env.FIREFOX ?? "firefox-esr", ["--headless", "--no-remote", "--profile", profile, "--marionette", "--remote-allow-system-access", "about:blank"], {
    stdio: "ignore", env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" },
  });
  const gone = once(child, "exit");
  let socket: Socket | undefined;
  const close = async () => {
    socket?.destroy();
    child.kill();
    await gone;
    await rm(profile, { recursive: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    await Promise.race([once(child, "spawn"), gone]);
    const port = await portIn(profile, () => child.exitCode === null);
    socket = connect(port, "127.0.0.1");
    const send = speaking(socket);
    await send("WebDriver:NewSession", {});
    const evaluate = async (script: string, args: readonly string[] = [], more: object = {}): Promise<unknown> =>
      Value.parse(await send("WebDriver:ExecuteScript", { script, args, ...more })).value;
    return {
      open: (url: string) => send("WebDriver:Navigate", { url }),
      /** What a function's body returns in the page. */
      evaluate,
      click: async (selector: string) => send("WebDriver:ElementClick", { id: await found(selector) }),
      chooseFile: async (selector: string, file: string) => send("WebDriver:ElementSendKeys", { id: await found(selector), text: file }),
      /** As the browser's own dialog would: no page may. */
      chooseFolder: (selector: string, folder: string) =>
        evaluate("document.querySelector(arguments[0]).mozSetDndFilesAndDirectories([new window.Directory(arguments[1])]);", [selector, folder], { sandbox: "system", newSandbox: true }),
      close,
    };
    async function found(selector: string): Promise<string> {
      const { value } = Element.parse(await send("WebDriver:FindElement", { using: "css selector", value: selector }));
      return Object.values(value)[0]!;
    }
  } catch (error) {
    await close();
    throw error;
  }
}

/** Firefox writes down where it listens. */
async function portIn(profile: string, isRunning: () => boolean): Promise<number> {
  while (isRunning()) {
    const port = Number(await readFile(path.join(profile, "MarionetteActivePort"), "utf8").catch(() => ""));
    if (port > 0) return port;
    await wait(50);
  }
  throw new Error("Firefox ended before it listened.");
}

/** Commands over a connection, each with its answer. */
function speaking(socket: Socket): (command: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let came = Buffer.alloc(0);
  let last = 0;
  socket.on("data", (bytes) => {
    came = Buffer.concat([came, bytes]);
    for (let cut; (cut = came.indexOf(":") + 1) > 0; ) {
      const end = cut + Number(came.subarray(0, cut - 1));
      if (came.length < end) return;
      const said: unknown = JSON.parse(came.subarray(cut, end).toString());
      came = came.subarray(end);
      // Before the first answer it says what it is.
      const { data } = Answer.safeParse(said);
      if (!data) continue;
      const [, id, error, result] = data;
      if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  const broken = () => {
    for (const { reject } of waiting.values()) reject(new Error("Firefox is gone."));
  };
  socket.on("error", broken).on("close", broken);
  return (command, parameters) => {
    const asked = Promise.withResolvers<unknown>();
    waiting.set((last += 1), asked);
    const text = JSON.stringify([0, last, command, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    return asked.promise;
  };
}
