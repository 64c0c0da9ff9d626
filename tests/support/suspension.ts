import type { createCaller } from "~/server/trpc/root";

type Caller = ReturnType<typeof createCaller>;
export const REASON = "They lost a phone and found it again.";

/** As a steward puts somebody out: after looking at what follows. */
export async function putOut(steward: Caller, memberId: string) {
  const { digest } = await steward.members.previewSuspension({ memberId });
  return steward.members.suspend({ memberId, preview: digest });
}

/** As two stewards let somebody back in. */
export async function letIn(one: Caller, other: Caller, memberId: string) {
  const { id: motionId } = await one.motions.propose({ motion: { kind: "restoring", memberId }, reason: REASON });
  return other.motions.agree({ motionId });
}
