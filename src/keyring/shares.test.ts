import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { newSecret, recipientOf } from "./identity";
import { isLine, isRecovery, makeCards, rebuild, type Card } from "./shares";

const lines = (cards: readonly Card[]) => cards.map((card) => card.lines);

let secret: Uint8Array<ArrayBuffer>;
let recipient: string;
let cards: Card[];
beforeAll(async () => {
  secret = await newSecret();
  recipient = await recipientOf(secret);
  cards = await makeCards(secret, { parts: 5, needed: 3 });
});

test("any cards that are enough bring the key back, in any order, and fewer do not", async () => {
  const recovery = fc
    .record({ parts: fc.integer({ min: 2, max: 9 }), needed: fc.integer({ min: 2, max: 9 }), seed: fc.infiniteStream(fc.nat()) })
    .filter(isRecovery);
  await fc.assert(
    fc.asyncProperty(recovery, async ({ seed, ...numbers }) => {
      const chance = seed[Symbol.iterator]();
      const shuffled = (await makeCards(secret, numbers))
        .map((card) => ({ card, at: chance.next().value as number }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ card }) => card);
      expect(await rebuild(lines(shuffled.slice(0, numbers.needed)), recipient)).toEqual({ ok: true, secret });
      expect(await rebuild(lines(shuffled.slice(0, numbers.needed - 1)), recipient)).toEqual({ ok: false, why: "too-few" });
    }),
    { numRuns: 25 },
  );
});

test("a card is typed in small letters, without spaces, with O for zero and l for one", async () => {
  const typed = lines(cards.slice(0, 3)).map((card) =>
    card.map((line) => line.replaceAll(" ", "").toLowerCase().replaceAll("0", "o").replaceAll("1", "l")),
  );
  expect(await rebuild(typed, recipient)).toMatchObject({ ok: true });
});

test("one wrong character is found in its line", () => {
  const alphabet = Array.from("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
  const [line = ""] = cards[0]!.lines;
  const plain = line.replaceAll(" ", "");
  expect(isLine(line)).toBe(true);
  for (let at = 0; at < plain.length; at += 1)
    for (const wrong of alphabet.filter((c) => c !== plain[at]))
      expect(isLine(plain.slice(0, at) + wrong + plain.slice(at + 1))).toBe(false);
  expect(isLine(plain.slice(1))).toBe(false);
  expect(isLine(`${plain.slice(0, -1)}U`)).toBe(false);
});

test("cards of two sets, the same card twice, lines in another order and another key's cards say so", async () => {
  const others = await makeCards(secret, { parts: 5, needed: 3 });
  expect(others[0]!.set).not.toBe(cards[0]!.set);
  const why = async (given: (readonly string[])[]) => {
    const rebuilt = await rebuild(given, recipient);
    return rebuilt.ok ? "rebuilt" : rebuilt.why;
  };
  expect(await why(lines([cards[0]!, cards[1]!, others[2]!]))).toBe("mixed");
  expect(await why(lines([cards[0]!, cards[1]!, cards[1]!]))).toBe("twice");
  const [a, b, c, d] = cards[0]!.lines as [string, string, string, string];
  expect(await rebuild([...lines(cards.slice(1, 3)), [b, a, c, d]], recipient)).toEqual({ ok: false, why: "unreadable", card: 2 });
  const foreign = await makeCards(await newSecret(), { parts: 2, needed: 2 });
  expect(await why(lines(foreign))).toBe("another-key");
});
