import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkout } from "../launch/checkout.mjs";

export type SignIn = Readonly<{ handle: string; passphrase: string; key: string }>;
/** What is printed when everything is there. */
const RUNS = "Ctrl-C ends it";

/** A demonstration in a folder of its own, as `npm start -- --demo` makes it, with what that printed. */
export class Demonstration {
  private constructor(
    readonly address: string,
    private readonly said: string,
    private readonly data: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws with everything that was said when it ends before it runs */
  static async begin(): Promise<Demonstration> {
    const data = await mkdtemp(path.join(tmpdir(), "vouchsafe-demo-"));
    // The account that PostgreSQL runs as under root has to pass through.
    await chmod(data, 0o711);
    const { DATABASE_URL: _url, PUBLIC_URL: _address, ...inherited } = process.env;
    const child = spawn("npm", ["start", "--", "--demo"], { cwd: checkout, env: { ...inherited, VOUCHSAFE_DATA: data }, stdio: ["ignore", "pipe", "inherit"] });
    const said = await saying(child);
    const address = /Vouchsafe is at (\S+)/.exec(said)?.[1];
    if (address === undefined) throw new Error(`The demonstration did not start:\n${said}`);
    return new Demonstration(address, said, data, child);
  }

  /** @throws for somebody whom the demonstration does not have */
  signIn(handle: string): SignIn {
    const [, passphrase, key] = new RegExp(`^ +${handle} .*passphrase (\\S+) +authenticator key (\\S+)$`, "m").exec(this.said) ?? [];
    if (passphrase === undefined || key === undefined) throw new Error(`The demonstration printed no sign-in of ${handle}.`);
    return { handle, passphrase, key };
  }

  /** Ends it, and removes what it kept. */
  async end(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGINT");
    await ended;
    const elsewhere = await realpath(path.join(this.data, "pg")).catch(() => null);
    if (elsewhere !== null) await rm(elsewhere, { recursive: true, force: true });
    await rm(this.data, { recursive: true, force: true });
  }
}

/** Waits until it runs. @returns everything that it said until then. What it says later is read and forgotten, or it would break over it. */
function saying(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      if (said.includes(RUNS)) resolve(said);
    });
    child.once("exit", () => reject(new Error(`The demonstration ended before it ran:\n${said}`)));
  });
}
