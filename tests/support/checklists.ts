import { traits, type Checklist, type Trait } from "~/domain/checklist";
import type { Actor } from "~/domain/roles";
import type { World } from "./world";

/** What somebody answers who finds nothing beside what is said to be marked. */
export const checklist = (...marked: readonly Trait[]): Checklist =>
  Object.fromEntries(traits.map((trait) => [trait, marked.includes(trait) ? "marked" : "none"])) as Checklist;
export const nothingThere = checklist();

/** Somebody looks at a picture that was confirmed for everything else that tells. */
export async function answerChecklist(world: Pick<World, "as">, actor: Actor, itemId: string, ...marked: readonly Trait[]): Promise<void> {
  const { regionsVersion } = await world.as(actor).evidence.read({ itemId });
  await world.as(actor).checklists.answer({ itemId, version: regionsVersion, answers: checklist(...marked) });
}
