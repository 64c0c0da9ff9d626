import type { World } from "./world";

/** An incident as a documenter writes it down, for tests that are about something else. */
export const details = {
  start: "2026-11-02T06:40", end: null, precision: "about" as const, place: "Under the bridge", kinds: ["eviction" as const],
  forces: [{ service: "police", unit: "", officers: 12, plates: [], numbers: ["1234567"] }],
  people: { count: 8, minors: "unknown" as const, injuries: "" },
  askedOfObservers: "to leave",
};

/** The fewest people with whom a photo can come in, be decided on by two and leave: one team, and a custody key to seal to. */
export async function collective(world: World) {
  const steward = await world.member("steward");
  const documenter = await world.member("documenter");
  const proposer = await world.member("reviewer");
  const decider = await world.member("reviewer");
  const { id: teamId } = await world.as(steward).teams.create({ name: "Dawn team", code: "CAL" });
  await world.as(steward).teams.place({ teamId, memberId: documenter.id, placed: true });
  const identity = await world.custodyKey(proposer);
  return { documenter, proposer, decider, teamId, identity };
}
