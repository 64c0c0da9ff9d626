import { createRequire } from "node:module";

/**
 * A validator of BagIt bags that others wrote: `bagit-tools` from npm. It counts on `tape` without saying so, and names a suite of bags
 * for its own tests that is in no registry: `overrides` puts a package in its place that is there anyway, and nothing loads either.
 */
type Checked = { readonly type: string; readonly ok?: boolean; readonly name?: string };
type Validator = {
  readonly verify: (
    folder: string, options: { readonly version: string; readonly test: true }, done: (error: Error | null, valid: boolean, checks: readonly Checked[]) => void,
  ) => void;
};

const load = createRequire(import.meta.url);
// Its decoder says of itself that it is not called as it would like to be.
(createRequire(load.resolve("bagit-tools"))("iconv-lite") as { skipDecodeWarning?: boolean }).skipDecodeWarning = true;
const { verify } = load("bagit-tools") as Validator;

/**
 * What it says of a bag.
 * @param folder of a bag that was unpacked
 * @returns every check that it made, in its words, and which of them failed
 */
export const validated = (folder: string): Promise<{ valid: boolean; made: string[]; failed: string[] }> =>
  new Promise((resolve, reject) => {
    verify(folder, { version: "1.0", test: true }, (error, valid, checks) => {
      if (error) return reject(error);
      const made = checks.filter(({ type }) => type === "assert");
      const named = (of: readonly Checked[]) => of.map(({ name }) => String(name));
      resolve({ valid, made: named(made), failed: named(made.filter(({ ok }) => !ok)) });
    });
  });
