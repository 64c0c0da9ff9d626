import { approveAsRead } from "./approving";
import { asked } from "./asked";
import type { Purpose } from "~/domain/consent";
import type { Actor } from "~/domain/roles";
import { checkedAccount } from "./accounts";
import { details } from "./collective";
import type { World } from "./world";

/** One team's documenter and the two reviewers without whom nothing leaves. */
export type Team = { readonly documenter: Actor; readonly proposer: Actor; readonly decider: Actor; readonly teamId: string };

/** An incident, a witness, and an account that the witness gave: what a consent can be about without a picture. */
export async function withWitness(world: World, { documenter, teamId }: Team) {
  const me = world.as(documenter);
  const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
  const { id: grantorId } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
  const accountId = await checkedAccount(me, incidentId, "I saw the dogs.", { spokenBy: grantorId });
  return { incidentId, grantorId, accountId };
}
export type Witnessed = Awaited<ReturnType<typeof withWitness>>;

/** The witness says yes to these purposes. */
export async function saysYes(world: World, { documenter }: Team, { grantorId, accountId }: Witnessed, purposes: readonly Purpose[]) {
  await world.as(documenter).consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked,
    items: [], accounts: [accountId], recipients: { kind: "any" }, until: null,
    answers: purposes.map((purpose) => ({ purpose, answer: "given" as const, form: "redacted" as const })),
  });
}

const recipientFor = { "legal-advice": "lawyer", court: "court" } as const;

/** Two reviewers let the account go to somebody. @returns the disclosure and its link's token */
export async function given(
  world: World,
  { proposer, decider }: Team,
  { incidentId, accountId }: Witnessed,
  purpose: keyof typeof recipientFor,
  name = "Maître X",
): Promise<{ disclosureId: string; token: string }> {
  const { id: disclosureId } = await world.as(proposer).disclosures.propose({
    incidentId, purpose, recipient: { class: recipientFor[purpose], name },
    until: new Date(+world.now() + 86_400_000), reason: "for the hearing", items: [], accounts: [{ id: accountId }],
  });
  await approveAsRead(world.as(decider), disclosureId);
  const { token } = await world.as(proposer).disclosures.release({ disclosureId });
  return { disclosureId, token };
}
