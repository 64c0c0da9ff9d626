import type { Gap, GapCode } from "./disclosure";

/**
 * The shortest way to close a gap: what somebody does next, and where. Following it closes that very gap; what it does
 * to others is theirs to say.
 * ask       this person, about this purpose and this thing
 * answer    say whose this region is
 * cover     hide this region, or all of this person, in the redacted form; then confirm
 * confirm   look at it and confirm
 * check     answer the checklist
 * choose    something else in the proposal
 * ground    write, before it is proposed, why this may be shown
 * wait      for the worker, or for another reviewer
 * leave-out a no stands: without this thing the rest may go
 */
export type Remedy =
  | { readonly do: "ask"; readonly grantor: string; readonly item?: string; readonly account?: string }
  | { readonly do: "answer"; readonly item: string; readonly region: string }
  | { readonly do: "cover"; readonly item: string; readonly region?: string; readonly grantor?: string }
  | { readonly do: "confirm" | "leave-out"; readonly item?: string; readonly account?: string }
  | { readonly do: "check"; readonly item: string }
  | { readonly do: "choose"; readonly what: "contents" | "end" | "recipient" | "form" | "size"; readonly item?: string; readonly account?: string }
  | { readonly do: "ground" }
  | { readonly do: "wait"; readonly for: "worker" | "reviewer" };

type Way = (gap: Gap) => Remedy;
const thing = ({ item, account }: Gap) => (item !== undefined ? { item } : account !== undefined ? { account } : {});
const ask: Way = (gap) => ({ do: "ask", grantor: gap.grantor ?? "", ...thing(gap) });
const confirm: Way = (gap) => ({ do: "confirm", ...thing(gap) });
const leaveOut: Way = (gap) => ({ do: "leave-out", ...thing(gap) });
const choose = (what: Extract<Remedy, { do: "choose" }>["what"]): Way => (gap) => ({ do: "choose", what, ...thing(gap) });
/** A picture hides whom it shows; of words there is a masked form. */
const cover: Way = (gap) =>
  gap.item === undefined
    ? choose("form")(gap)
    : {
        do: "cover", item: gap.item,
        ...(gap.region !== undefined && { region: gap.region }), ...(gap.grantor !== undefined && { grantor: gap.grantor }),
      };

const ways: Record<GapCode, Way> = {
  "nothing-to-disclose": choose("contents"),
  "past-its-end": choose("end"),
  "recipient-outside-purpose": choose("recipient"),
  "second-person-required": () => ({ do: "wait", for: "reviewer" }),
  "not-ready": () => ({ do: "wait", for: "worker" }),
  "form-exceeds-purpose": choose("form"),
  "size-exceeds-purpose": choose("size"),
  "nobody-looked": confirm,
  "checklist-open": (gap) => ({ do: "check", item: gap.item ?? "" }),
  "not-redacted": confirm,
  "redaction-outdated": confirm,
  "unanswered-region": (gap) => ({ do: "answer", item: gap.item ?? "", region: gap.region ?? "" }),
  "bystander-shown": cover,
  "officer-shown": cover,
  "never-asked": ask,
  refused: leaveOut,
  withdrawn: leaveOut,
  "ask-again": ask,
  expired: ask,
  // Nobody is asked for more where showing less will do.
  "form-exceeds-consent": cover,
  "recipient-not-covered": ask,
  "guardian-required": ask,
  "minor-shown": cover,
};

/** What closes a gap instead of its remedy, for as long as nothing is proposed: nobody gives the ground afterwards. */
export const insteadOf = (gap: Gap): Remedy | null => (gap.why === "officer-shown" ? { do: "ground" } : null);

export const remedyOf = (gap: Gap): Remedy => ways[gap.why](gap);
