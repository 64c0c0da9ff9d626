import type { Actor, MemberRole } from "~/domain/roles";
import { questionNames, questions, type Answers } from "~/domain/course";
import { db } from "~/server/db";
import { codeOf, HOUR, newHandle, PASSPHRASE } from "./identity";
import type { World } from "./world";

/** How somebody comes in who is no founder: introduced, vouched for, taught, and confirmed by a third. */

export const SENTENCE = "We cooked together every week for two winters.";
export const rightAnswers: Answers = Object.fromEntries(questionNames.map((name) => [name, questions[name].right]));

export type Newcomer = { readonly id: string; readonly handle: string; readonly actor: Actor };

/** From an introduction to a candidate with an account. */
export async function introduced(world: World, by: Actor, role: MemberRole = "documenter"): Promise<Newcomer> {
  const { token } = await world.as(by).vouching.introduce({ role, sentence: SENTENCE });
  const handle = newHandle();
  const { secret } = await world.as(null).join.begin({ token, handle });
  await world.as(null).join.finish({ token, handle, passphrase: PASSPHRASE, code: codeOf(secret, world.now()) });
  const { id } = await db().member.findUniqueOrThrow({ where: { handle }, select: { id: true } });
  return { id, handle, actor: { id, role: "candidate" } };
}

export const vouchFor = (world: World, by: Actor, { handle }: Newcomer) =>
  world.as(by).vouching.vouch({ handle, sentence: SENTENCE });

export const passCourse = (world: World, { actor }: Newcomer) =>
  world.as(actor).course.answer({ version: 1, answers: rightAnswers });

/** All the way: somebody whom these two stand behind and a steward has confirmed. */
export async function vetted(
  world: World,
  { introducer, voucher, steward, role = "documenter" }: { introducer: Actor; voucher: Actor; steward: Actor; role?: MemberRole },
): Promise<Newcomer> {
  const newcomer = await introduced(world, introducer, role);
  await vouchFor(world, voucher, newcomer);
  await passCourse(world, newcomer);
  world.passes(72 * HOUR);
  await world.as(steward).vouching.confirm({ memberId: newcomer.id });
  return { ...newcomer, actor: { id: newcomer.id, role } };
}
