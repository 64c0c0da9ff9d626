import type { Calls } from "../call";

/** People's cards, what they ask for with them, and who is told of it. */
export const receipts = {
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
