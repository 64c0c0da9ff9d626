/** How somebody is asked in the tests that are about something else: without an interpreter, and they understood. */
export const asked = {
  interpretation: "nobody", check: { question: "back", understood: true }, interest: null,
} as const;
