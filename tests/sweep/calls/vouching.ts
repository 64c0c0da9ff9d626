import { randomUUID } from "node:crypto";
import { COURSE_VERSION } from "~/domain/course";
import type { Calls } from "../call";
import type { House } from "../house";

const sentence = "We cooked together every week for two winters.";
/** What another steward has proposed. */
const proposed = async (house: House) => ({ motion: await house.motion() });
/** What stands where a handle belongs may be no text at all. */
const asHandle = (id: unknown): string => String(id).slice(0, 31);
/** Somebody who waits, whom nobody has vouched for yet. */
const waiting = async ({ world, letters }: House) => {
  const handle = `waits-${letters().toLowerCase()}`;
  return { handle, ...(await world.member("candidate", handle)) };
};

/** How people come in. */
export const vouching = {
  "members.founding": [{ ids: [], reach: "instance", input: () => undefined }],
  "members.endFounding": [{ ids: [], reach: "instance", input: () => ({}) }],
  "vouching.mine": [{ ids: [], reach: "instance", input: () => undefined }],
  "vouching.introduce": [{ ids: [], reach: "instance", input: () => ({ role: "auditor", sentence }) }],
  "vouching.vouch": [
    {
      // People are vouched for by their handle, which an id may look like.
      ids: ["member"], reach: "instance", input: ({ member }) => ({ handle: asHandle(member), sentence }),
      afresh: async (house) => ({ member: (await waiting(house)).handle }),
    },
  ],
  // Whose words are whose is in `tests/flows/taking-back.test.ts`.
  "vouching.previewTakingBack": [{ ids: [], reach: "instance", answers: "not-found", input: () => ({ edgeId: randomUUID() }) }],
  "vouching.takeBack": [
    { ids: [], reach: "instance", answers: "not-found", input: () => ({ edgeId: randomUUID(), preview: "0".repeat(64) }) },
  ],
  "vouching.candidates": [{ ids: [], reach: "instance", input: () => undefined }],
  "vouching.confirm": [
    {
      ids: ["member"], reach: "instance", input: ({ member }) => ({ memberId: member }), answers: "not-vetted-yet",
      afresh: async (house) => ({ member: (await waiting(house)).id }),
    },
  ],
  "motions.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "motions.propose": [
    {
      ids: ["member"], reach: "instance", input: ({ member }) => ({ motion: { kind: "restoring", memberId: member }, reason: "They lost a phone and found it again." }),
      afresh: async (house) => {
        const { id } = await house.member("documenter");
        await house.world.db().member.update({ where: { id }, data: { suspendedAt: new Date() } });
        return { member: id };
      },
    },
  ],
  "motions.agree": [{ ids: ["motion"], reach: "instance", input: ({ motion }) => ({ motionId: motion }), afresh: proposed }],
  "motions.withdraw": [{ ids: ["motion"], reach: "instance", input: ({ motion }) => ({ motionId: motion }), afresh: proposed }],
  "motions.readMap": [
    {
      ids: ["motion"], reach: "instance", input: ({ motion }) => ({ motionId: motion }),
      afresh: async (house, _ids, actor) => {
        const found = await proposed(house);
        await house.world.as(actor).motions.agree({ motionId: found.motion });
        return found;
      },
    },
  ],
  "course.state": [{ ids: [], reach: "instance", input: () => undefined }],
  "course.answer": [{ ids: [], reach: "instance", input: () => ({ version: COURSE_VERSION, answers: {} }) }],
} as const satisfies Partial<Calls>;
