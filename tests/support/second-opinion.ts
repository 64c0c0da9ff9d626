import { purposes, type ConsentRecord, type Form } from "~/domain/consent";
import type { Facts } from "~/domain/disclosure";
import type { RegionFacts } from "~/domain/evidence";
import { PEOPLE } from "./domain";
import type { World } from "./domain-worlds";

/**
 * Whether a disclosure may leave, written a second time from the rules of the field alone. This shares types and the
 * purpose table with the domain, and not one function, so that both would have to make the same mistake. The table
 * itself is held by a snapshot in `consent.test.ts`.
 */

const rank = (form: Form): number => ["none", "redacted", "clean", "original"].indexOf(form);

/** Whoever writes for everybody is treated as the press, whatever the purpose is called. */
const publishes = (facts: Facts): boolean => ["journalist", "public"].includes(facts.recipient.class);

/** What speaks against showing `who` on one matter at this much: every clause of the consent rules, one by one. */
function spokenAgainst(
  { facts, at }: World,
  who: string,
  about: { item: string } | { account: string },
  shown: "redacted" | "clean" | "original",
): string[] {
  const against = new Set<string>();
  const minor = facts.grantors.find((g) => g.id === who)?.minor;

  let last: ConsentRecord[] = [];
  for (const r of facts.consents) {
    if (r.grantorId !== who) continue;
    if (r.purpose !== facts.purpose) continue;
    // What was said to another disclosure is not said here.
    if (r.recipients.kind === "disclosure" && r.recipients.disclosureId !== facts.disclosureId) continue;
    // Tomorrow's yes is none today. A no in hand is a no, whatever its clock says.
    if (r.answer === "given" && r.recordedAt.getTime() > at.getTime()) continue;
    const named: readonly string[] = "item" in about ? r.items : r.accounts;
    const wanted = "item" in about ? about.item : about.account;
    if (!r.everything && !named.includes(wanted)) continue;
    const newer = last.length === 0 ? 1 : r.recordedAt.getTime() - (last[0]?.recordedAt.getTime() ?? 0);
    if (newer > 0) last = [r];
    else if (newer === 0) last.push(r);
  }

  if (last.length === 0) against.add("never-asked");
  // Of words spoken at one instant a no silences the yes; each of several yeses must permit by itself.
  const noes = last.filter((r) => r.answer !== "given");
  for (const r of noes) against.add(r.answer);
  for (const r of noes.length > 0 ? [] : last) {
    if (r.until !== null && at.getTime() >= r.until.getTime()) against.add("expired");
    if (rank(r.form) < rank(shown)) against.add("form-exceeds-consent");
    if (r.recipients.kind === "named" && r.recipients.recipientId !== facts.recipient.id)
      against.add("recipient-not-covered");
    if (r.recipients.kind === "class" && r.recipients.class !== facts.recipient.class)
      against.add("recipient-not-covered");
    if (minor && r.capacity === "self") against.add("guardian-required");
  }
  if (minor && rank(shown) > rank(purposes[facts.purpose].mostForMinors)) against.add("minor-shown");
  if (minor && shown !== "redacted" && publishes(facts)) against.add("minor-shown");
  return [...against];
}

/**
 * Whether a region cannot be seen in what leaves. While there is no redaction in force, which is a gap of its own, the
 * region is judged by what the next redaction is to cover.
 */
function isHidden(it: Facts["items"][number], r: RegionFacts): boolean {
  if (it.form !== "redacted") return false;
  if (it.redaction === null || !it.redaction.current) return r.redact;
  return it.redaction.regionIds.includes(r.id);
}

/**
 * Everything that speaks against a disclosure, said naively: look at every item, every region, every person, and
 * write down each rule that is broken. It may leave if, and only if, nothing was written down.
 */
export function secondOpinion(world: World): { mayLeave: boolean; findings: string[] } {
  const { facts, at } = world;
  const findings = new Set<string>();
  const note = (...parts: string[]) => findings.add(parts.join(" "));

  if (facts.items.length === 0 && facts.accounts.length === 0) note("nothing-to-disclose");
  if (at.getTime() >= facts.until.getTime()) note("past-its-end");
  if (!purposes[facts.purpose].to.some((kind) => kind === facts.recipient.class)) note("recipient-outside-purpose");
  if (facts.decidedBy === null) note("second-person-required");
  if (facts.decidedBy === facts.proposedBy) note("second-person-required");

  for (const it of facts.items) {
    const exists = it.state === "ready" || (it.state === "refused" && it.form === "original");
    if (!exists) note("not-ready", it.id);
    if (!it.looked) note("nobody-looked", it.id);
    if (!it.checked) note("checklist-open", it.id);
    if (rank(it.form) > rank(purposes[facts.purpose].most)) note("form-exceeds-purpose", it.id);
    // Nobody makes an original smaller.
    const large = it.size === "full" || it.form === "original";
    if (large && (purposes[facts.purpose].largest !== "full" || publishes(facts))) note("size-exceeds-purpose", it.id);
    if (it.form === "redacted" && it.redaction === null) note("not-redacted", it.id);
    if (it.form === "redacted" && it.redaction !== null && !it.redaction.current) note("redaction-outdated", it.id);

    for (const r of it.regions) {
      const hidden = isHidden(it, r);
      if (it.form === "redacted" && it.redaction?.current && r.redact && !hidden) note("redaction-outdated", it.id, r.id);
      if (r.subject === null) note("unanswered-region", it.id, r.id);
      // Nobody has accepted it: whatever else stands there was not said by anybody.
      if (r.possible) note("unanswered-region", it.id, r.id);
      if (r.subject === "person" && r.grantorId === null) note("unanswered-region", it.id, r.id);
      // A body is somebody's.
      if (r.subject === "thing" && ["face", "tattoo"].includes(r.kind)) note("unanswered-region", it.id, r.id);
      if (r.subject === "bystander" && !hidden) note("bystander-shown", it.id, r.id);
      // A ground that was written for this disclosure takes the rule's place, whoever receives it.
      const ruled = facts.officersGround === null;
      if (ruled && r.subject === "officer" && !hidden && (purposes[facts.purpose].officers !== "shown" || publishes(facts)))
        note("officer-shown", it.id, r.id);
    }

    for (const person of PEOPLE) {
      for (const r of it.regions) {
        if (r.subject !== "person" || r.grantorId !== person) continue;
        const shown = isHidden(it, r) ? "redacted" : it.form === "original" ? "original" : "clean";
        for (const why of spokenAgainst(world, person, { item: it.id }, shown)) note(why, it.id, person);
      }
    }
  }

  for (const it of [...facts.items, ...facts.accounts]) {
    // Kept for a court, it goes to a court; wanted gone, it goes nowhere but where it is kept for.
    const lasting = it.held.filter((hold) => at.getTime() < hold.until.getTime());
    const keptFor = lasting.flatMap((hold) => (hold.ground === "legal-claim" ? ["legal-advice", "complaint", "court"] : ["complaint", "court"]));
    if (lasting.length > 0 && !keptFor.includes(facts.purpose)) note("held", it.id);
    if (it.toGo && !keptFor.includes(facts.purpose)) note("to-go", it.id);
  }

  for (const a of facts.accounts) {
    if (!a.looked) note("nobody-looked", a.id);
    // Whole, a text tells what was hidden in it; masked it tells no more of people than a redacted picture shows. Whoever
    // gave the account is one of them.
    if (rank(a.form) > rank(purposes[facts.purpose].most)) note("form-exceeds-purpose", a.id);
    for (const person of PEOPLE.filter((p) => p === a.author || a.mentions.includes(p)))
      for (const why of spokenAgainst(world, person, { account: a.id }, a.form)) note(why, a.id, person);
  }

  return { mayLeave: findings.size === 0, findings: [...findings].toSorted() };
}
