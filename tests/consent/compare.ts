import * as fc from "fast-check";
import { purposes } from "~/domain/consent";
import { gapCodes, type GapCode } from "~/domain/disclosure";
import { cleared, judged } from "../support/disclosures";
import { worlds, type World } from "../support/domain-worlds";
import { secondOpinion } from "../support/second-opinion";

/** What a world has to have in it for one of the rules to speak. */
const traits: Readonly<Record<string, (world: World) => boolean>> = {
  "a person in a picture": ({ facts }) => facts.items.some((item) => item.regions.some((r) => r.subject === "person")),
  "an account": ({ facts }) => facts.accounts.length > 0,
  "an account that leaves whole": ({ facts }) => facts.accounts.some((account) => account.form === "clean"),
  "a minor": ({ facts }) => facts.grantors.some((grantor) => grantor.minor),
  "an officer": ({ facts }) => facts.items.some((item) => item.regions.some((r) => r.subject === "officer")),
  "an officer who is shown on a written ground": ({ facts }) =>
    facts.officersGround !== null && facts.items.some((item) => item.form !== "redacted" && item.regions.some((r) => r.subject === "officer")),
  "a bystander": ({ facts }) => facts.items.some((item) => item.regions.some((r) => r.subject === "bystander")),
  "a consent that has ended": ({ facts, at }) => facts.consents.some((r) => r.until !== null && r.until <= at),
  "a withdrawal": ({ facts }) => facts.consents.some((r) => r.answer === "withdrawn"),
  "a consent from a clock that runs ahead": ({ facts, at }) => facts.consents.some((r) => r.recordedAt > at),
  "several words of one instant": ({ facts }) =>
    facts.consents.some((r, n) => facts.consents.some((s, k) => k > n && s.grantorId === r.grantorId && +s.recordedAt === +r.recordedAt)),
  "a photo held": ({ facts, at }) => facts.items.some((item) => item.held.some(({ until }) => until > at)),
  "an account held": ({ facts, at }) => facts.accounts.some((account) => account.held.some(({ until }) => until > at)),
  "something to go": ({ facts }) => facts.items.some((item) => item.toGo) || facts.accounts.some((account) => account.toGo),
  "an original": ({ facts }) => facts.items.some((item) => item.form === "original"),
  "a recipient whom the purpose is not for": ({ facts }) => !purposes[facts.purpose].to.some((kind) => kind === facts.recipient.class),
};

type Figures = {
  readonly worlds: number;
  /** How many may leave, and how many of these show or mention somebody. */
  readonly sound: number;
  readonly soundWithPeople: number;
  /** In how many worlds a gap occurs, and in how many no other does. */
  readonly met: ReadonlyMap<GapCode, number>;
  readonly alone: ReadonlyMap<GapCode, number>;
  readonly traits: ReadonlyMap<string, number>;
  /** What a person reads of the first world in which the two disagree; null where there is none. */
  readonly disagreement: string | null;
};

/** Let `clear` and the naive reading of the rules judge as many worlds, to the last gap. */
export function compare({ runs, seed }: { runs: number; seed: number }): Figures {
  let [seen, sound, soundWithPeople] = [0, 0, 0];
  const zero = () => new Map(gapCodes.map((why) => [why, 0]));
  const [met, alone] = [zero(), zero()];
  const had = new Map(Object.keys(traits).map((name) => [name, 0]));
  const count = <K>(where: Map<K, number>, what: K) => where.set(what, (where.get(what) ?? 0) + 1);

  const outcome = fc.check(
    fc.property(worlds, (world) => {
      const { mayLeave, findings } = secondOpinion(world);
      const agrees = JSON.stringify(judged(world)) === JSON.stringify(findings) && cleared(world) === mayLeave;
      seen += 1;
      const { accounts, items } = world.facts;
      const people = accounts.length > 0 || items.some((item) => item.regions.some((r) => r.grantorId));
      if (mayLeave) sound += 1;
      if (mayLeave && people) soundWithPeople += 1;
      const codes = new Set(findings.map((found) => (found.split(" ")[0] ?? "") as GapCode));
      for (const why of codes) count(met, why);
      if (codes.size === 1) for (const why of codes) count(alone, why);
      for (const [name, has] of Object.entries(traits)) if (has(world)) count(had, name);
      return agrees;
    }),
    { numRuns: runs, seed },
  );
  return {
    worlds: seen, sound, soundWithPeople, met, alone, traits: had,
    disagreement: outcome.failed ? fc.defaultReportMessage(outcome) ?? "They disagree." : null,
  };
}

/** The gaps that did not occur, or never as the only one: the worlds did not reach that rule. */
export const unmet = ({ met, alone }: Figures): GapCode[] => gapCodes.filter((why) => !met.get(why) || !alone.get(why));
