import type { Purpose, RecipientClass, Recipients } from "~/domain/consent";
import { approveAsRead } from "./approving";
import { asked } from "./asked";
import { answerChecklist } from "./checklists";
import type { collective } from "./collective";
import { details } from "./collective";
import { dirtyJpeg } from "./pictures";
import type { World } from "./world";

/** What it takes until a photo may leave, for tests that are about what happens then. */

type Collective = Awaited<ReturnType<typeof collective>>;

export const faceRegion = (grantorId: string) => ({
  id: crypto.randomUUID(), kind: "face" as const, x: 40, y: 30, width: 64, height: 64, origin: "person" as const,
  possible: false, subject: "person" as const, grantorId, redact: true,
});

/** A photo with person A on it, looked at and redacted, and their yes to some purposes. */
export async function consented(
  world: World,
  { documenter, teamId }: Pick<Collective, "documenter" | "teamId">,
  { seed, purposes = ["press"], recipients = { kind: "any" } }: { seed: number; purposes?: readonly Purpose[]; recipients?: Recipients },
) {
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(seed));
  await world.settle();
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false });
  const { regionsVersion } = await me.evidence.read({ itemId });
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [faceRegion(grantorId)] });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, documenter, itemId);
  await world.settle();
  await me.consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [itemId], accounts: [],
    recipients, until: null, answers: purposes.map((purpose) => ({ purpose, answer: "given" as const, form: "redacted" as const })),
  });
  return { incidentId, itemId, grantorId, version };
}

type Proposed = Parameters<ReturnType<World["as"]>["disclosures"]["propose"]>[0];

/** That photo on its way to the press, or to whom it is said, from its proposal to its link. */
export async function released(
  world: World,
  { proposer, decider }: Pick<Collective, "proposer" | "decider">,
  { incidentId, itemId }: { incidentId: string; itemId: string },
  { to = "journalist", ...over }: Partial<Omit<Proposed, "recipient">> & { to?: RecipientClass } = {},
) {
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose: "press", recipient: { class: to, name: "A. Writer" }, until: new Date(+world.now() + 86_400_000),
    reason: "for the article", items: [{ id: itemId, form: "redacted" }], accounts: [], ...over,
  });
  await approveAsRead(world.as(decider), disclosureId);
  await world.settle();
  return { disclosureId, ...(await world.as(decider).disclosures.release({ disclosureId })) };
}
