import { Client } from "pg";
import { vi } from "vitest";

/** How many questions to our tables it takes, asked by this process, and what came of it. */
export async function statements<T>(work: () => Promise<T>): Promise<[number, T]> {
  const asked = vi.spyOn(Client.prototype, "query");
  try {
    const answer = await work();
    const ours = asked.mock.calls.filter(([one]) => /^SELECT\b.*"public"\./s.test((one as { text?: string }).text ?? ""));
    return [ours.length, answer];
  } finally {
    asked.mockRestore();
  }
}
