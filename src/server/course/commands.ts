import { COURSE_VERSION, wrong, type Answers, type Question } from "~/domain/course";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";
import { stillHere } from "~/server/scope";

/**
 * Answer all questions. Which are wrong is said, and they can be answered again as often as it takes: what somebody
 * got wrong on the way is kept nowhere. Having passed before is fine, and no event.
 * @param input.version of the questions that were shown
 * @throws Refusal `changed-meanwhile` when there are newer ones, `not-found` for somebody put out meanwhile
 */
export async function answer(
  actor: Actor,
  input: { version: number; answers: Answers },
  at: Date,
): Promise<{ wrong: Question[] }> {
  if (input.version !== COURSE_VERSION) throw new Refusal("changed-meanwhile");
  const missed = wrong(input.answers);
  if (missed.length > 0) return { wrong: missed };
  await transaction(async (tx) => {
    if (!(await stillHere(tx, actor.id))) throw new Refusal("not-found");
    const pass = { memberId: actor.id, version: COURSE_VERSION, at };
    const { count } = await tx.coursePass.createMany({ data: [pass], skipDuplicates: true });
    if (count > 0) await record(tx, actor.id, at, { kind: "course.passed", member: actor.id, version: COURSE_VERSION });
  });
  return { wrong: [] };
}
