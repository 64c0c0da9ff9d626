/**
 * The custody key from its printed parts, without the service: `npm run custody:rebuild -- key.txt` asks for the lines of
 * the cards and writes an age identity file, with which stock `age -d -i key.txt` opens originals.
 */
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { identityOf, recipientOf } from "~/keyring/identity";
import { isLine, LINES, rebuild, type Rebuilt } from "~/keyring/shares";

const faults: Record<Exclude<Rebuilt, { ok: true }>["why"], string> = {
  unreadable: "The lines of a card do not fit together.",
  mixed: "The cards are of different sets.",
  twice: "The same card was typed twice.",
  "too-few": "These are too few cards.",
  "another-key": "These cards bring back another key.",
};

const [target] = process.argv.slice(2);
if (!target) {
  console.error("Say where to write the key: npm run custody:rebuild -- key.txt");
  process.exit(2);
}

const input = createInterface({ input: process.stdin, output: process.stderr });
const lines = input[Symbol.asyncIterator]();

/** The lines of one card; null where there is none to come. */
async function card(number: number): Promise<string[] | null> {
  const typed: string[] = [];
  while (typed.length < LINES) {
    process.stderr.write(`Card ${number}, line ${typed.length + 1} (nothing, if there is no other card): `);
    const { value, done } = await lines.next();
    if (done === true || (value.trim() === "" && typed.length === 0)) return null;
    if (isLine(value)) typed.push(value);
    else console.error("There is a mistake in this line.");
  }
  return typed;
}

const cards: string[][] = [];
for (let next = await card(1); next; next = await card(cards.length + 1)) cards.push(next);
input.close();

const rebuilt = await rebuild(cards, null);
if (rebuilt.ok) {
  const recipient = await recipientOf(rebuilt.secret);
  await writeFile(target, `# public key: ${recipient}\n${identityOf(rebuilt.secret)}\n`, { flag: "wx", mode: 0o600 });
  console.error(`Written. Its public half, to be compared with the one that the service shows: ${recipient}`);
} else {
  console.error(faults[rebuilt.why]);
  process.exitCode = 1;
}
