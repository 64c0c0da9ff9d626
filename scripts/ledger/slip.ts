/**
 * `npm run ledger:slip -- <slip.txt> --file <the file> --key <the ledger's key>`: whether a slip shows that this very file was
 * handed in, and when. The file opens it, and nothing else does. It needs neither an instance nor a network.
 *
 * Exit code: 0 it does, 1 it does not, 2 there is nothing to check.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { LedgerError, verifySlip } from "~/ledger";
import { openSlip, VaultError } from "~/vault";

const { values, positionals: [given] } = parseArgs({ allowPositionals: true, options: { file: { type: "string" }, key: { type: "string" } } });

/** What is wrong, or nothing. */
function check(slip: string, key: string, file: Buffer): string | null {
  try {
    // Copied by hand, lines end as the editor wants.
    const own = createHash("sha256").update(file).digest("hex");
    const { index, size, body } = verifySlip(openSlip(`${slip.replaceAll("\r\n", "\n").trim()}\n`, own), key);
    const { digest, at } = JSON.parse(new TextDecoder().decode(body)) as { digest?: unknown; at?: unknown };
    if (digest !== own) return "It is the slip of another file.";
    process.stdout.write(`PASS: this very file was handed in at ${String(at)}. It is entry ${index} of ${size}.\n`);
    return null;
  } catch (error) {
    if (error instanceof VaultError) return "It is the slip of another file, or not as it was written.";
    if (error instanceof LedgerError) return `The slip does not hold (${error.code}).`;
    throw error;
  }
}

if (given === undefined || values.file === undefined || values.key === undefined) {
  process.stderr.write("npm run ledger:slip -- <slip.txt> --file <the file> --key <the ledger's key>\n");
  process.exitCode = 2;
} else {
  const wrong = check(readFileSync(given, "utf8"), values.key, readFileSync(values.file));
  if (wrong !== null) {
    process.stdout.write(`FAIL: ${wrong}\n`);
    process.exitCode = 1;
  }
}
