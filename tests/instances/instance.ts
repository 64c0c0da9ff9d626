import { randomUUID } from "node:crypto";
import { refusalCodes, Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import { approveAsRead } from "../support/approving";
import { nothingThere } from "../support/checklists";
import { checkedAccount, lookAgain } from "../support/accounts";
import { asked } from "../support/asked";
import { collective, details } from "../support/collective";
import { told } from "../support/entries";
import { dirtyJpeg } from "../support/pictures";
import { putOut } from "../support/suspension";
import type { World } from "../support/world";
import { Model, Violation, type Form, type Purpose } from "./model";

/** What can be done. A number picks one of what there is, or of whom. */
export type Op =
  | { readonly do: "answer"; readonly who: number; readonly purpose: Purpose; readonly answer: "given" | "refused" | "ask-again"; readonly form: Form; readonly days: number | null; readonly onlyFor: number | null }
  | { readonly do: "withdraw"; readonly who: number; readonly purpose: Purpose }
  | { readonly do: "propose"; readonly by: number; readonly what: "account" | "photo" | "both"; readonly purpose: Purpose; readonly form: Form; readonly days: number }
  | { readonly do: "decide"; readonly which: number; readonly by: number; readonly approve: boolean }
  | { readonly do: "release" | "close"; readonly which: number; readonly by: number }
  | { readonly do: "open" | "exhibit"; readonly which: number }
  | { readonly do: "rewrite" | "check" | "redact" }
  | { readonly do: "suspend"; readonly who: number }
  | { readonly do: "erase" | "want-gone"; readonly what: "account" | "photo" }
  | { readonly do: "spare" | "hold" | "let-go" }
  | { readonly do: "pass"; readonly hours: number }
  /** The whole road: everybody is asked, two agree, and a link is made; or as far as the approval, and its release is somebody's. */
  | { readonly do: "give"; readonly release: boolean; readonly by: number; readonly what: "account" | "photo" | "both"; readonly purpose: Purpose; readonly form: Form; readonly days: number };

const HOUR = 3600_000;
const TEXT = "⟦A⟧ saw what they did to Hassan.";
type Outcome = "done" | (typeof refusalCodes)[number];
type Grounds = { readonly documenter: Actor; readonly steward: Actor; readonly teamId: string };
type Place = { readonly incidentId: string; readonly itemId: string | null; readonly person: string; readonly witness: string; readonly accountId: string; readonly author: string };

/** One team in one database: where instances are played. */
export async function grounds(world: World): Promise<Grounds> {
  const { documenter, teamId } = await collective(world);
  return { documenter, steward: await world.member("steward"), teamId };
}

const regionOf = (grantorId: string, width: number) => ({
  id: randomUUID(), kind: "face" as const, x: 40, y: 30, width, height: 64, origin: "person" as const, possible: false,
  subject: "person" as const, grantorId, redact: true,
});

/** Incidents with an account of which one person is a witness and, the first of them, a photo of another; the worker does its part once for all. */
export async function places(world: World, { documenter, teamId }: Grounds, count: number, photos = count): Promise<Place[]> {
  const me = world.as(documenter);
  const begun: Omit<Place, "accountId" | "author">[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id: incidentId } = await me.incidents.create({ teamId, details, account: null });
    const itemId = n < photos ? (await world.submit(documenter, incidentId, await dirtyJpeg(n + 1))).itemId : null;
    const { id: witness } = await me.consents.addGrantor({ incidentId, kind: "witness", minor: false });
    const { id: person } = await me.consents.addGrantor({ incidentId, kind: "depicted", minor: false });
    begun.push({ incidentId, itemId, person, witness });
  }
  await world.settle();
  const made: Place[] = [];
  for (const place of begun) {
    if (place.itemId !== null) await mark(world, documenter, place.itemId, place.person, 64);
    const accountId = await checkedAccount(me, place.incidentId, TEXT, { masks: [{ from: 25, to: 31, kind: "name" }] });
    const { accounts } = await me.incidents.read({ incidentId: place.incidentId });
    made.push({ ...place, accountId, author: accounts.find(({ id }) => id === accountId)!.authorGrantorId });
  }
  await world.settle();
  return made;
}

async function mark(world: World, by: Actor, itemId: string, person: string, width: number): Promise<void> {
  const me = world.as(by);
  const { regionsVersion } = await me.evidence.read({ itemId });
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [regionOf(person, width)] });
  await me.regions.confirm({ itemId, version });
  await me.checklists.answer({ itemId, version, answers: nothingThere });
}

/** How often each thing went through, and how often it was refused. */
export class Tally {
  readonly done = new Map<string, number>();
  readonly refused = new Map<string, number>();
  steps = 0;
  count(what: string, outcome: Outcome): void {
    const where = outcome === "done" ? this.done : this.refused;
    where.set(what, (where.get(what) ?? 0) + 1);
  }
}

/** One incident and its people, played with until something gives way. */
export class Instance {
  readonly #model = new Model();
  readonly #disclosures: { readonly id: string; token: string | null }[] = [];
  #read: bigint;
  #width = 64;

  private constructor(
    readonly world: World, readonly on: Grounds, readonly place: Place, readonly reviewers: readonly Actor[], readonly tally: Tally, head: bigint,
  ) {
    this.#read = head;
  }

  static async begin(world: World, on: Grounds, place: Place, tally: Tally): Promise<Instance> {
    const reviewers = [await world.member("reviewer"), await world.member("reviewer"), await world.member("reviewer")];
    const { size } = await world.db().ledgerHead.findUniqueOrThrow({ where: { id: 1 } });
    return new Instance(world, on, place, reviewers, tally, size);
  }

  #by(n: number): Actor {
    return this.reviewers[n % this.reviewers.length]!;
  }
  #which(n: number) {
    return this.#disclosures.length === 0 ? undefined : this.#disclosures[n % this.#disclosures.length];
  }
  /** Of those that can be decided or released now, if there is one: else any, which is refused. */
  #ripe(n: number, state: "proposed" | "approved") {
    const ripe = this.#disclosures.filter(({ id }) => this.#model.disclosures.get(id)?.state === state);
    return ripe.length === 0 ? this.#which(n) : ripe[n % ripe.length];
  }
  /** Of those that have a link, counted from the last. */
  #link(n: number) {
    const links = this.#disclosures.filter(({ token }) => token !== null);
    return links.at(-1 - (n % Math.max(1, links.length)));
  }
  get #people(): string[] {
    const { author, witness, person, itemId } = this.place;
    return itemId === null ? [author, witness] : [author, witness, person];
  }
  #person(n: number): string {
    return this.#people[n % this.#people.length]!;
  }
  get #photo(): string {
    if (this.place.itemId === null) throw new Refusal("not-found");
    return this.place.itemId;
  }
  #mattersOf(who: string): { items: string[]; accounts: string[] } {
    return who === this.place.person ? { items: [this.#photo], accounts: [] } : { items: [], accounts: [this.place.accountId] };
  }

  /** Do one thing and hold what came of it against the model, or several at once. @throws Violation */
  async step(ops: readonly Op[]): Promise<void> {
    this.tally.steps += 1;
    const [only] = ops.length === 1 ? ops : [];
    const opened = only?.do === "open" ? this.#link(only.which) : undefined;
    const must = opened?.token ? this.#model.opens(opened.id, this.world.now()) : false;
    const outcomes = await Promise.all(ops.map((op) => this.#outcome(op)));
    for (const [n, op] of ops.entries()) this.tally.count(op.do, outcomes[n]!);
    await this.#readOn();
    if (must && outcomes[0] !== "done") throw new Violation(`A door that everybody had agreed to was shut: ${outcomes[0]}.`);
  }

  /** An expected no is an outcome. Anything else is a fault. */
  async #outcome(op: Op): Promise<Outcome> {
    try {
      await this.#do(op);
      return "done";
    } catch (error) {
      const code = error instanceof Refusal ? error.code : error instanceof Error ? error.message : "";
      if ((refusalCodes as readonly string[]).includes(code)) return code as Outcome;
      throw error;
    }
  }

  async #readOn(): Promise<void> {
    const rows = await this.world.db().custodyEvent.findMany({
      where: { index: { gte: this.#read } }, orderBy: { index: "asc" }, select: { index: true, body: true },
    });
    for (const event of await told(rows)) this.#model.take(event);
    this.#read = rows.at(-1) ? rows.at(-1)!.index! + 1n : this.#read;
    this.#model.settled();
  }

  async #do(op: Op): Promise<void> {
    const { world, place } = this;
    const me = world.as(this.on.documenter);
    switch (op.do) {
      case "answer": return this.#answer(op);
      case "withdraw": await me.consents.withdraw({ grantorId: this.#person(op.who), purposes: [op.purpose], manner: "spoken" }); return;
      case "propose": await this.#propose(op); return;
      case "give": return this.#give(op);
      case "rewrite": {
        const words = { language: "en", text: TEXT, masks: [{ from: 25, to: 31, kind: "name" as const }] };
        const { accounts } = await me.incidents.read({ incidentId: place.incidentId });
        const version = accounts.find(({ id }) => id === place.accountId)?.version ?? null;
        await me.accounts.write({ incidentId: place.incidentId, accountId: place.accountId, version, words, mentions: [place.witness] });
        return;
      }
      case "check": return lookAgain(me, place.incidentId, place.accountId);
      case "redact": {
        this.#width += 1;
        return mark(world, this.on.documenter, this.#photo, place.person, this.#width);
      }
      case "suspend": await putOut(world.as(this.on.steward), this.#by(op.who).id); return;
      case "erase": return this.#erase(op.what);
      case "want-gone": await this.#plan(op.what, "asked-by-person"); return;
      case "spare": return this.#spare();
      case "hold": return this.#hold();
      case "let-go": return this.#letGo();
      case "pass": world.passes(op.hours * HOUR); return;
      default: return this.#withDisclosure(op);
    }
  }

  async #answer(op: Extract<Op, { do: "answer" }>): Promise<void> {
    const who = this.#person(op.who);
    const about = this.#mattersOf(who);
    const until = op.answer === "given" && op.days !== null ? new Date(+this.world.now() + op.days * 24 * HOUR) : null;
    const onlyFor = op.onlyFor === null || op.answer !== "given" ? null : (this.#which(op.onlyFor)?.id ?? null);
    const { ids } = await this.world.as(this.on.documenter).consents.record({
      grantorId: who, capacity: "self", manner: "spoken", language: "en", ...asked, ...about, until,
      recipients: onlyFor === null ? { kind: "any" } : { kind: "disclosure", disclosureId: onlyFor },
      answers: [{ purpose: op.purpose, answer: op.answer, form: op.answer === "given" ? op.form : "none" }],
    });
    for (const id of ids) this.#model.sayings.set(id, { matters: [...about.items, ...about.accounts], until, onlyFor });
  }

  async #propose({ by, what, purpose, form, days }: Extract<Op, { do: "propose" | "give" }>) {
    const { incidentId, accountId, person, witness, author } = this.place;
    const photo = what === "account" ? null : this.place.itemId;
    const account = what !== "photo" || photo === null;
    const until = new Date(+this.world.now() + days * 24 * HOUR);
    const entry = { id: "", token: null };
    const { id } = await this.world.as(this.#by(by)).disclosures.propose({
      incidentId, purpose, until, reason: "for the hearing", recipient: { class: purpose === "court" ? "court" : "journalist", name: "Somebody" },
      items: photo === null ? [] : [{ id: photo, form: "redacted" }], accounts: account ? [{ id: accountId, form }] : [],
    });
    this.#model.proposals.set(id, {
      purpose, until, proposedBy: this.#by(by).id, matters: [...(photo === null ? [] : [photo]), ...(account ? [accountId] : [])],
      needs: [
        ...(photo === null ? [] : [{ grantor: person, matter: photo, form: "redacted" as const }]),
        ...(account ? [author, witness].map((grantor) => ({ grantor, matter: accountId, form })) : []),
      ],
    });
    const made = { ...entry, id };
    this.#disclosures.push(made);
    return made as { readonly id: string; token: string | null };
  }

  async #give(op: Extract<Op, { do: "give" }>): Promise<void> {
    await lookAgain(this.world.as(this.on.documenter), this.place.incidentId, this.place.accountId);
    for (const who of this.#people.keys())
      await this.#answer({ do: "answer", who, purpose: op.purpose, answer: "given", form: op.form, days: null, onlyFor: null });
    const made = await this.#propose(op);
    const decider = this.world.as(this.#by(op.by + 1));
    await approveAsRead(decider, made.id);
    if (!op.release) return;
    await this.world.settle();
    made.token = (await decider.disclosures.release({ disclosureId: made.id })).token;
  }

  #plan(what: "account" | "photo", ground: "asked-by-person" | "should-not-be-here"): Promise<{ id: string }> {
    const target = what === "account" ? { accountId: this.place.accountId } : { itemId: this.#photo };
    return this.world.as(this.#by(0)).erasures.plan({ target, ground });
  }

  async #erase(what: "account" | "photo"): Promise<void> {
    const { id: erasureId } = await this.#plan(what, "should-not-be-here");
    await this.world.as(this.#by(1)).erasures.erase({ erasureId });
  }

  /** Call off what is on its way of this incident, whichever comes first. */
  async #spare(): Promise<void> {
    const me = this.world.as(this.#by(1));
    const next = (await me.erasures.list()).open.find(({ incidentId }) => incidentId === this.place.incidentId);
    if (!next) throw new Refusal("not-found");
    await me.erasures.callOff({ erasureId: next.id });
  }

  async #hold(): Promise<void> {
    const until = new Date(+this.world.now() + 300 * 24 * HOUR);
    const { id: holdId } = await this.world.as(this.#by(0)).holds.ask({ itemId: this.#photo, ground: "legal-duty", reason: "It is before a court.", until });
    await this.world.as(this.#by(1)).holds.decide({ holdId, agree: true });
  }

  async #letGo(): Promise<void> {
    const me = this.world.as(this.#by(1));
    const { holds } = await me.erasures.ofItem({ itemId: this.#photo });
    const held = holds.find(({ may }) => may.end);
    if (!held) throw new Refusal("not-found");
    await me.holds.end({ holdId: held.id });
  }

  async #withDisclosure(op: Extract<Op, { which: number }>): Promise<void> {
    const ripeFor = { decide: "proposed", release: "approved" } as const;
    const of =
      op.do === "open" || op.do === "exhibit" ? this.#link(op.which)
      : op.do === "close" ? this.#which(op.which) : this.#ripe(op.which, ripeFor[op.do]);
    if (!of) throw new Refusal("not-found");
    const disclosureId = of.id;
    // Four times in five by somebody who may: that nobody decides on their own is tried as well.
    const own = op.do === "decide" && this.#model.proposals.get(disclosureId)?.proposedBy === this.#by(op.by).id;
    if (op.do === "decide") {
      const decider = this.world.as(this.#by(own && op.by > 0 ? op.by + 1 : op.by));
      await (op.approve ? approveAsRead(decider, disclosureId) : decider.disclosures.decide({ disclosureId, verdict: "refuse", reason: "so" }));
    }
    if (op.do === "release") await this.world.settle();
    if (op.do === "release") of.token = (await this.world.as(this.#by(op.by)).disclosures.release({ disclosureId })).token;
    if (op.do === "close") await this.world.as(this.#by(op.by)).disclosures.close({ disclosureId });
    if (op.do !== "open" && op.do !== "exhibit") return;
    // An exhibit is asked for by the pass of an opening.
    const { pass } = await this.world.as(null).recipient.open({ token: of.token! });
    if (op.do === "exhibit") await (await import("~/server/recipients/commands")).exhibit(pass, 1, this.world.now());
  }
}
