import { purposes } from "~/domain/consent";
import { clear, type Facts, type Gap } from "~/domain/disclosure";
import type { RegionFacts } from "~/domain/evidence";
import { ACCOUNTS, ITEMS, MEMBERS, NOW, PEOPLE, RECIPIENTS, consent, minute, redactionId, regionId } from "./domain";
import type { World } from "./domain-worlds";

/** Disclosures written by hand, and what the domain says of one. */

type ItemFacts = Facts["items"][number];
type AccountFacts = Facts["accounts"][number];

export const faceOf = (person: string, over: Partial<RegionFacts> = {}): RegionFacts => ({
  id: regionId(1), kind: "face", subject: "person", grantorId: person, redact: true, possible: false, ...over,
});
export const faceOfNobodyAsked: RegionFacts = {
  id: regionId(2), kind: "face", subject: "bystander", grantorId: null, redact: true, possible: false,
};
export const faceOfOfficer: RegionFacts = { id: regionId(3), kind: "face", subject: "officer", grantorId: null, redact: true, possible: false };

/** A photo of the first person, looked at by somebody, clean. */
export const photo = (over: Partial<ItemFacts> = {}): ItemFacts => ({
  id: ITEMS[0], form: "clean", size: "reduced", state: "ready", looked: true, checked: true, regions: [faceOf(PEOPLE[0])], redaction: null, held: [],
  toGo: false, ...over,
});
/** The same, redacted with everything that was to be covered. */
export const redacted = (over: Partial<ItemFacts> = {}): ItemFacts => {
  const regions = over.regions ?? photo().regions;
  const regionIds = regions.filter((r) => r.redact).map((r) => r.id);
  return photo({ form: "redacted", redaction: { id: redactionId(1), current: true, regionIds }, ...over });
};
export const account = (over: Partial<AccountFacts> = {}): AccountFacts => ({
  id: ACCOUNTS[0], author: PEOPLE[0], form: "redacted", looked: true, mentions: [], held: [], toGo: false, ...over,
});

/** One photo for the court, or for whom the purpose is, proposed by one reviewer and decided by another; its person said yes. */
export const facts = (over: Partial<Facts> = {}): Facts => ({
  disclosureId: "00000008-0000-4000-8000-000000000001",
  purpose: "court",
  recipient: { id: RECIPIENTS[0], class: purposes[over.purpose ?? "court"].to[0] },
  proposedBy: MEMBERS[0],
  decidedBy: MEMBERS[1],
  officersGround: null,
  until: minute(30),
  items: [photo()],
  accounts: [],
  grantors: PEOPLE.map((id) => ({ id, minor: false })),
  consents: [consent()],
  ...over,
});
/** The same with the first person under age, for whom a guardian spoke. */
export const withAChild = (over: Partial<Facts> = {}): Facts =>
  facts({
    grantors: PEOPLE.map((id) => ({ id, minor: id === PEOPLE[0] })),
    consents: [consent({ capacity: "guardian" })],
    ...over,
  });

export const against = (some: Facts, at: Date = NOW): Gap[] => {
  const answer = clear(some, at);
  return answer.ok ? [] : answer.gaps;
};
export const whys = (some: Facts, at: Date = NOW) => against(some, at).map((gap) => gap.why);

/** One finding, comparable: the code, the item or account, and the person or region that it is about. */
export const finding = (gap: Gap): string =>
  [gap.why, gap.item ?? gap.account, gap.grantor ?? gap.region].filter((part) => part !== undefined).join(" ");

export const cleared = (world: World): boolean => clear(world.facts, world.at).ok;
export const judged = (world: World): string[] => against(world.facts, world.at).map(finding).toSorted();
