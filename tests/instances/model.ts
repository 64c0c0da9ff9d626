import type { CustodyEvent } from "~/domain/custody";

/**
 * What people said and did in one instance, in the order in which the ledger has it, and by that alone whether a door may
 * have opened. It knows nothing of `clear`, of rows or of locks: the ledger's order is the order in which things came to be.
 */
export type Form = "redacted" | "clean";
export type Purpose = "court" | "press";
/** One person's yes that a disclosure needs: for an account or a photo, for that much. */
type Need = { readonly grantor: string; readonly matter: string; readonly form: Form };
/** What a record of consent was given with: what it is about, until when, and the one disclosure that it was said to, if any. */
export type Saying = { readonly matters: readonly string[]; readonly until: Date | null; readonly onlyFor: string | null };
export type Given = {
  readonly purpose: Purpose;
  readonly needs: readonly Need[];
  readonly matters: readonly string[];
  readonly until: Date;
  readonly proposedBy: string;
};

type Word = { readonly yes: boolean; readonly form: string; readonly saying: Saying | null };
type Disclosure = Given & { state: "proposed" | "approved" | "refused" | "released" | "closed"; decidedBy: string | null; outdated: boolean };

const reveals = ["none", "redacted", "clean", "original"];

export class Violation extends Error {}

export class Model {
  /** By record, what its answer was given with; a withdrawal has no line here and is about everything. */
  readonly sayings = new Map<string, Saying>();
  readonly proposals = new Map<string, Given>();
  readonly disclosures = new Map<string, Disclosure>();
  readonly #words = new Map<string, Word[]>();
  readonly #gone = new Set<string>();
  /** What somebody wants erased, by the erasures that are on their way. */
  readonly #toGo = new Map<string, Set<string>>();
  /** What is kept for a court, by the holds that two agreed on. */
  readonly #held = new Map<string, Set<string>>();
  readonly #unchecked = new Set<string>();
  readonly #out = new Set<string>();
  /** Disclosures that an answer has just uncovered: nothing else may happen before they are closed. */
  #toClose = new Set<string>();

  #inForce(id: string, { purpose }: Given, need: Need, at: Date): boolean {
    const heard = (this.#words.get(`${need.grantor} ${purpose}`) ?? []).filter(
      ({ saying }) => saying === null || (saying.matters.includes(need.matter) && (saying.onlyFor === null || saying.onlyFor === id)),
    );
    const last = heard.at(-1);
    if (!last?.yes) return false;
    const until = last.saying?.until ?? null;
    return (until === null || until > at) && reveals.indexOf(last.form) >= reveals.indexOf(need.form);
  }

  /** Why this disclosure must not open, be released or be approved at this instant, or null. */
  against(id: string, at: Date): string | null {
    const of = this.disclosures.get(id)!;
    const silent = of.needs.find((need) => !this.#inForce(id, of, need, at));
    if (silent) return `the consent of ${silent.grantor} is not in force`;
    if (of.matters.some((matter) => this.#gone.has(matter))) return "something of it was erased";
    const kept = this.#kept(of);
    if (kept !== null) return kept;
    if (of.matters.some((matter) => this.#unchecked.has(matter))) return "nobody has looked at something of it since it was changed";
    if (of.until <= at) return "it is past its end";
    if (of.decidedBy !== null && this.#out.has(of.decidedBy)) return "who decided it was put out";
    return null;
  }

  /** Why what is wanted gone, or kept for something else, must not leave, or null. */
  #kept({ matters, purpose }: Given): string | null {
    for (const matter of matters) {
      const held = (this.#held.get(matter)?.size ?? 0) > 0;
      if (held && purpose !== "court") return "something of it is kept for a court";
      if (!held && (this.#toGo.get(matter)?.size ?? 0) > 0) return "somebody wants something of it erased";
    }
    return null;
  }

  #moves(where: Map<string, Set<string>>, matter: string, by: string, begins: boolean): void {
    const some = where.get(matter) ?? new Set();
    where.set(matter, some);
    if (begins) some.add(by);
    else some.delete(by);
    for (const [id, of] of this.#open()) if (this.#kept(of) !== null) this.#toClose.add(id);
  }

  #open(): [string, Disclosure][] {
    return [...this.disclosures].filter(([, of]) => of.state === "approved" || of.state === "released");
  }

  /** Whether its door has to open at this instant, where nothing else happens meanwhile. */
  opens(id: string, at: Date): boolean {
    const of = this.disclosures.get(id)!;
    return of.state === "released" && !of.outdated && this.against(id, at) === null;
  }

  #mayBe(id: string, at: Date, what: string): void {
    const why = this.against(id, at);
    if (why !== null) throw new Violation(`A disclosure was ${what}, and ${why}.`);
  }

  /** Take the next entry of the ledger in. @throws Violation */
  take(event: CustodyEvent): void {
    const at = new Date(event.at);
    const known = "disclosure" in event && typeof event.disclosure === "string" ? this.disclosures.get(event.disclosure) : undefined;
    // To which disclosure it was said belongs to the answer.
    if (this.#toClose.size > 0 && event.kind !== "disclosure.closed" && event.kind !== "consent.tied")
      throw new Violation(`Something else (${event.kind}) happened between an answer and the closing of what it uncovered.`);
    if (event.kind === "consent.recorded") this.#answered(event, at);
    if (event.kind === "disclosure.proposed") {
      const given = this.proposals.get(event.disclosure);
      if (given) this.disclosures.set(event.disclosure, { ...given, state: "proposed", decidedBy: null, outdated: false });
    }
    if (event.kind === "account.worded") this.#unchecked.add(event.account);
    if (event.kind === "account.checked") this.#unchecked.delete(event.account);
    if (event.kind === "regions.saved") this.#changed(event.item);
    // Answered only for regions that somebody confirmed.
    if (event.kind === "checklist.answered") this.#unchecked.delete(event.item);
    if (event.kind === "account.toGo" && event.ground === "asked-by-person") this.#moves(this.#toGo, event.account, event.erasure, true);
    if (event.kind === "item.toGo" && event.ground === "asked-by-person") this.#moves(this.#toGo, event.item, event.erasure, true);
    if (event.kind === "account.spared") this.#toGo.get(event.account)?.delete(event.erasure);
    if (event.kind === "item.spared") this.#toGo.get(event.item)?.delete(event.erasure);
    if (event.kind === "hold.agreed") this.#moves(this.#held, event.item, event.hold, true);
    if (event.kind === "hold.ended") this.#moves(this.#held, event.item, event.hold, false);
    if (event.kind === "account.erased") this.#gone.add(event.account);
    if (event.kind === "item.erased") this.#gone.add(event.item);
    if (event.kind === "member.suspended") this.#out.add(event.member);
    if (known && "disclosure" in event && typeof event.disclosure === "string") this.#moved(event.disclosure, known, event, at);
  }

  #answered({ record, grantor, purpose, answer, form }: Extract<CustodyEvent, { kind: "consent.recorded" }>, at: Date): void {
    const key = `${grantor} ${purpose}`;
    const word: Word = { yes: answer === "given", form, saying: this.sayings.get(record) ?? null };
    this.#words.set(key, [...(this.#words.get(key) ?? []), word]);
    const bare = this.#open().filter(([id, of]) => of.needs.some((need) => !this.#inForce(id, of, need, at)));
    this.#toClose = new Set(bare.map(([id]) => id));
  }

  /** What was released holds the picture of before: no later redaction makes it better. */
  #changed(item: string): void {
    this.#unchecked.add(item);
    for (const of of this.disclosures.values()) if (of.state === "released" && of.matters.includes(item)) of.outdated = true;
  }

  #moved(id: string, of: Disclosure, event: CustodyEvent, at: Date): void {
    if (event.kind === "disclosure.approved") {
      if (event.by === of.proposedBy) throw new Violation("Somebody approved what they proposed.");
      of.decidedBy = event.by;
      this.#mayBe(id, at, "approved");
      of.state = "approved";
    }
    if (event.kind === "disclosure.refused") of.state = "refused";
    if (event.kind === "disclosure.released") {
      this.#mayBe(id, at, "released");
      of.state = "released";
    }
    if (event.kind === "disclosure.opened" || event.kind === "disclosure.exhibited") {
      if (of.state !== "released") throw new Violation(`A disclosure that was ${of.state} opened.`);
      if (of.outdated) throw new Violation("A disclosure opened whose picture had been marked anew.");
      this.#mayBe(id, at, "opened");
    }
    if (event.kind === "disclosure.closed") {
      of.state = "closed";
      this.#toClose.delete(id);
    }
  }

  /** Once everybody has been answered. @throws Violation */
  settled(): void {
    if (this.#toClose.size > 0) throw new Violation("An answer uncovered what was left open.");
    for (const of of this.disclosures.values()) {
      if (of.state !== "approved" && of.state !== "released") continue;
      if (of.matters.some((matter) => this.#gone.has(matter))) throw new Violation("Something was erased, and what holds it was left open.");
      if (of.decidedBy !== null && this.#out.has(of.decidedBy)) throw new Violation("Somebody was put out, and what they decided was left open.");
    }
  }
}
