import * as fc from "fast-check";
import { expect, test } from "vitest";
import { renewCustodyKey } from "./ceremony";
import { makeGrant, openGrant } from "./grant";
import { newSecret, recipientOf } from "./identity";
import { rebuild } from "./shares";

const memberOf = (n: number) => `0198a7c4-0000-7000-8000-${String(n).padStart(12, "0")}`;
const keyOf = async (n: number) => {
  const secret = await newSecret();
  return { secret, holder: await recipientOf(secret), member: memberOf(n) };
};

test("a new custody key goes to its maker and to exactly those whom a holder of the one before had let in", async () => {
  const [maker, ...others] = await Promise.all([0, 1, 2, 3].map(keyOf));
  const before = await newSecret();
  const stranger = await newSecret();
  const custody = await recipientOf(before);
  const how = fc.constantFrom("let in", "tag of nobody", "tag of another key", "tag for another member", "tag for another custody key");
  await fc.assert(
    fc.asyncProperty(fc.tuple(how, how, how), fc.boolean(), async (ways, holds) => {
      const named = await Promise.all(
        others.map(async ({ holder, member }, i) => {
          const place = { custody, holder, member };
          const tags = {
            "let in": () => makeGrant(before, place),
            "tag of nobody": async () => ({ tag: new Uint8Array(32) }),
            "tag of another key": () => makeGrant(stranger, place),
            "tag for another member": () => makeGrant(before, { ...place, member: memberOf(9) }),
            "tag for another custody key": async () => makeGrant(before, { ...place, custody: await recipientOf(stranger) }),
          };
          return { holder, member, tag: (await tags[ways[i]!]()).tag };
        }),
      );
      const renewed = await renewCustodyKey(maker!, named, holds ? { custody, secret: before } : null, { parts: 3, needed: 2 });
      const expected = [maker!, ...others.filter((_, i) => holds && ways[i] === "let in")];
      expect(renewed.grants.map(({ member }) => member)).toEqual(expected.map(({ member }) => member));
      expect([...renewed.grants, ...renewed.notGranted]).toHaveLength(4);
      const opened = await Promise.all(
        renewed.grants.map(({ grant, holder, member }, i) =>
          openGrant(grant, { custody: renewed.recipient, holder, member }, expected[i]!.secret),
        ),
      );
      const rebuilt = await rebuild(renewed.cards.slice(1).map(({ lines }) => lines), renewed.recipient);
      if (!rebuilt.ok) throw new Error(rebuilt.why);
      for (const secret of opened) expect(secret).toEqual(rebuilt.secret);
      expect(renewed.recipient).not.toBe(custody);
    }),
    { numRuns: 25 },
  );
});
