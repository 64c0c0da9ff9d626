import type { Calls } from "../call";

/** Who is one person in several incidents, people's cards, what they ask for with them, and who is told of it. */
export const receipts = {
  "ties.read": [{ ids: ["person"], reach: "incidents", input: ({ person }) => ({ grantorId: person }) }],
  "ties.make": [
    {
      ids: ["person", "samePerson"], reach: "incidents",
      input: ({ person, samePerson }) => ({ grantorId: person, otherId: samePerson }),
      afresh: async (house, { team }, actor) => ({ samePerson: await house.elsewhere(actor, team) }),
    },
  ],
  "ties.separate": [
    {
      ids: ["samePerson"], reach: "incidents", input: ({ samePerson }) => ({ grantorId: samePerson }),
      afresh: async (house, { team }, actor) => {
        const [one, other] = [await house.elsewhere(actor, team), await house.elsewhere(actor, team)];
        await house.world.as(actor).ties.make({ grantorId: one, otherId: other });
        return { samePerson: one };
      },
    },
  ],
  "receipts.current": [{ ids: ["person"], reach: "incidents", input: ({ person }) => ({ grantorId: person }) }],
  "receipts.make": [{ ids: ["person"], reach: "incidents", input: ({ person }) => ({ grantorId: person }) }],
  "requests.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "requests.answer": [
    {
      ids: ["request"], reach: "incidents", input: ({ request }) => ({ requestId: request, answer: "told" }),
      afresh: async (house, { person }) => ({ request: await house.request(person) }),
    },
  ],
  "notices.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "notices.tell": [
    {
      ids: ["notice"], reach: "incidents", input: ({ notice }) => ({ noticeId: notice }),
      afresh: async (house, { proposed }) => ({ notice: await house.notice(proposed) }),
    },
  ],
} as const satisfies Partial<Calls>;
