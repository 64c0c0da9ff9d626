import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Tells whether something made from files is still what they would make: a digest of their paths and contents, kept
 * beside what was made.
 */
type Fingerprint = Readonly<{
  isCurrent(): boolean;
  /** To be called before the making begins, so that one which is cut off does not count. */
  forget(): void;
  remember(): void;
}>;

/**
 * @param stamp the file that keeps the digest
 * @param root what the inputs are relative to
 * @param inputs files and folders; one that is absent counts as absent
 * @param skip paths below a folder that are no input
 * @param more anything else that decides what is made
 */
export function fingerprint(
  stamp: string,
  { root, inputs, skip = () => false, more = [] }: {
    root: string;
    inputs: readonly string[];
    skip?: (relative: string) => boolean;
    more?: readonly string[];
  },
): Fingerprint {
  const digest = () => {
    const hash = createHash("sha256").update(JSON.stringify(more));
    for (const file of inputs.flatMap((input) => filesBelow(root, input, skip))) {
      const content = createHash("sha256").update(readFileSync(path.join(root, file))).digest("hex");
      hash.update(JSON.stringify([file, content]));
    }
    return hash.digest("hex");
  };
  // Taken once: a file that is changed while the making goes on makes the result stale, not current.
  const now = digest();
  return {
    isCurrent: () => existsSync(stamp) && readFileSync(stamp, "utf8") === now,
    forget: () => rmSync(stamp, { force: true }),
    remember() {
      mkdirSync(path.dirname(stamp), { recursive: true });
      writeFileSync(stamp, now);
    },
  };
}

function filesBelow(root: string, relative: string, skip: (relative: string) => boolean): string[] {
  const found = statSync(path.join(root, relative), { throwIfNoEntry: false });
  if (found === undefined || skip(relative)) return [];
  if (!found.isDirectory()) return [relative];
  const names = readdirSync(path.join(root, relative)).toSorted();
  return names.flatMap((name) => filesBelow(root, path.posix.join(relative, name), skip));
}
