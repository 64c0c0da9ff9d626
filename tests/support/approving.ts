import type { World } from "./world";

/** Approve as a person does: they read what would leave, and say by its digest that this is what they read. */
export async function approveAsRead(me: ReturnType<World["as"]>, disclosureId: string, reason = "covered") {
  const { told } = await me.disclosures.read({ disclosureId });
  // Of what has ended there is no report to read; that it has ended is for the door to say.
  return me.disclosures.decide({ disclosureId, verdict: "approve", reason, told: told?.digest ?? "0".repeat(64) });
}
