import type { Action } from "~/domain/policy";
import type { RefusalCode } from "~/domain/refusal";
import type { Actor, Role } from "~/domain/roles";
import type { Inputs } from "~/trpc/types";
import type { House, Ids, Thing } from "./house";
import type { Sent } from "./visitors";

/** Whose a thing is: our team's, another team's, or nobody's, since it is not there. */
export const owners = ["own", "foreign", "nobody"] as const;
export type Owner = (typeof owners)[number];

/**
 * Whose things each role reaches. Written down here a second time and on purpose: it is what `server/scope.ts` is
 * held against. Who is not named reaches nothing.
 */
export const reach = {
  /** What belongs to an incident. */
  incidents: { documenter: ["own"], reviewer: ["own", "foreign"] },
  /** What belongs to the instance. */
  instance: {
    documenter: ["own", "foreign"], reviewer: ["own", "foreign"], steward: ["own", "foreign"], auditor: ["own", "foreign"],
    candidate: ["own", "foreign"],
  },
  /** What belongs to one member. */
  self: { documenter: ["own"], reviewer: ["own"], steward: ["own"], auditor: ["own"], candidate: ["own"] },
} as const satisfies Record<string, Partial<Record<Role, readonly Owner[]>>>;

type InputOf<A extends Action> = A extends `${infer Noun}.${infer Verb}`
  ? Noun extends keyof Inputs
    ? Verb extends keyof Inputs[Noun]
      ? Inputs[Noun][Verb]
      : never
    : never
  : never;

/** Actions whose doors are no procedures: they hand out bytes, and say no in words of their own. */
export const ofBytes: ReadonlySet<Action> = new Set<Action>(["evidence.view", "dossiers.handOut", "exports.take", "originals.handOut", "recordings.hear", "resealings.handOut"]);

/** How an action is called with ids of a given ownership. */
export type Call<A extends Action> = {
  /** The ids in it. Each is tried from elsewhere alone, too: two of one call never come from two teams. */
  readonly ids: readonly Thing[];
  readonly reach: keyof typeof reach;
  /** Ids of one call may come from two teams. */
  readonly mixed?: true;
  /** Only whoever made it may: a colleague of the same team may not. */
  readonly mine?: true;
  /** Things that nothing else uses, for a call that will go through. */
  readonly afresh?: (house: House, ids: Ids, actor: Actor) => Promise<Partial<Ids>>;
  /** What is answered where it is let through and the instance's state says no. */
  readonly answers?: RefusalCode;
  /** What is not there has this code, where nobody can have what another has not. */
  readonly absent?: RefusalCode;
} & (
  | { readonly input: (ids: Ids, actor: Actor, house: House) => InputOf<A> | Promise<InputOf<A>> }
  | { readonly send: (ids: Ids) => Sent | Promise<Sent> }
);

/** Each in every shape in which its ids come. */
export type Calls = { readonly [A in Action]: readonly [Call<A>, ...Call<A>[]] };
