import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { inCheckout } from "../launch/checkout.mjs";
import { step } from "../launch/progress.mjs";
import { runCommand } from "./command";

/** Programs that tests call, and the package of each. */
const packages = { exiftool: "libimage-exiftool-perl", openssl: "openssl", qpdf: "qpdf" } as const;
const names = ["exiftool", "openssl", "qpdf"] as const satisfies readonly (keyof typeof packages)[];

/** The one without a window first: it does the same work in five sixths of the time. */
const CHROMIUM_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** As Debian and as others call it. */
const FIREFOX_NAMES = ["firefox-esr", "firefox"];

export type Tools = Readonly<{
  /** The paths of a Chromium and of a stock Firefox that run. */
  chromium: string;
  firefox: string;
}>;

/**
 * Finds what tests need besides npm's packages, and installs what is missing: with apt where this is root on a machine
 * that has it, otherwise, for Chromium, with Playwright's own download: its Firefox is not the one that readers have.
 * @throws with what to do when something cannot be had
 */
export async function ensureTools(): Promise<Tools> {
  let browser = findChromium();
  const lacking = () => names.filter((name) => findOnPath(name) === null);
  const firefox = findFirefox();
  if (browser !== null && firefox !== null && lacking().length === 0) return { chromium: browser, firefox };

  return step("Tools", `installing what tests need: Chromium, Firefox, ${names.join(", ")}`, async () => {
    const attempts: string[] = [];
    if (process.getuid?.() === 0 && findOnPath("apt-get") !== null) {
      for (const name of ["chromium-headless-shell", "chromium"]) {
        if (browser !== null && findFirefox() !== null && lacking().length === 0) break;
        const browsers = [...(browser === null ? [name] : []), ...(findFirefox() === null ? ["firefox-esr"] : [])];
        attempts.push(await installWithApt([...browsers, ...lacking().map((one) => packages[one])]));
        browser ??= findChromium();
      }
    }
    if (browser === null) {
      const cli = inCheckout("node_modules", "playwright-core", "cli.js");
      attempts.push((await runCommand(process.execPath, [cli, "install", "chromium"])).output);
      browser = findChromium();
    }
    const found = findFirefox();
    const missing = [...(browser === null ? ["Chromium"] : []), ...(found === null ? ["Firefox"] : []), ...lacking()];
    if (browser === null || found === null || missing.length > 0) {
      throw new Error(
        `The tests need ${missing.join(" and ")}, which could not be installed here. On Debian, as root: ` +
          `apt-get install chromium-headless-shell firefox-esr ${Object.values(packages).join(" ")}\n\n${attempts.join("\n").trim()}`,
      );
    }
    return { result: `${browser}, ${found}, ${names.map(findOnPath).join(", ")}`, value: { chromium: browser, firefox: found } };
  });
}

const findFirefox = (): string | null => FIREFOX_NAMES.map(findOnPath).find((file) => file !== null && runs(file)) ?? null;

function findChromium(): string | null {
  const candidates = [...CHROMIUM_NAMES.map(findOnPath), chromium.executablePath()];
  return candidates.find((file) => file !== null && existsSync(file) && runs(file)) ?? null;
}

/** On some systems the name on the PATH only says how to install it. */
function runs(file: string): boolean {
  return spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0;
}

function findOnPath(name: string): string | null {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** @returns what apt printed */
async function installWithApt(packages: readonly string[]): Promise<string> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = await runCommand("apt-get", ["update", "-qq"], env);
  // A fresh machine may still be installing by itself.
  const install = await runCommand("apt-get", ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq", ...packages], env);
  return `${update.output}${install.output}`;
}
