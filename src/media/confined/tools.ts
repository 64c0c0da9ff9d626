/** Programs of the operating system, found without a PATH and run with nothing in their environment. */
import { existsSync } from "node:fs";

const FOLDERS = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

/** Where a program lies; undefined where this machine does not have it. */
export const tool = (name: string): string | undefined => FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));

/** Nothing at all. Written so because frameworks declare variables that an environment is said to have always. */
export const emptyEnvironment: NodeJS.ProcessEnv = Object.create(null);
