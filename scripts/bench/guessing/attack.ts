import { generateSync } from "otplib";
import type { RefusalCode } from "~/domain/refusal";
import { Refusal } from "~/domain/refusal";
import { signIn } from "~/server/sessions/commands";
import type { Member } from "./members";

/**
 * A guesser who never rests, and members who want to sign in meanwhile, under a clock that stands still while each of
 * them is answered. It is the service's own sign-in that they all come to.
 */
export type Plan = {
  readonly start: Date;
  /** In turn, one guess every so many milliseconds. */
  readonly handles: readonly string[];
  readonly guesses: number;
  readonly everyMs: number;
};

/** Somebody who wants to sign in from `fromMs` on, and tries again every ten seconds for as long as it is too early. */
export type Visit = { readonly member: Member; readonly fromMs: number; readonly device: string | null };
type Waited = Visit & { readonly waitedMs: number | null };

const AGAIN_MS = 10_000;
/** Guesses at one instant or nearly so come at once, as they would. */
const AT_ONCE = 8;

async function answer(attempt: Promise<unknown>): Promise<RefusalCode | "in"> {
  try {
    await attempt;
    return "in";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** A passphrase and a code as a guesser has them: right never. */
const guess = (n: number) => ({ passphrase: `wrong guess number ${n}`, code: String(n % 1_000_000).padStart(6, "0") });

export type Outcome = {
  /** How many guesses were checked, by handle; all others were refused before. */
  readonly checked: ReadonlyMap<string, number>;
  readonly waited: readonly Waited[];
  readonly lastsMs: number;
};

/** @param visits whoever is not in by the end of the guessing goes on for two minutes more */
export async function attack({ start, handles, guesses, everyMs }: Plan, visits: readonly Visit[]): Promise<Outcome> {
  const after = (ms: number) => new Date(start.getTime() + ms);
  const checked = new Map<string, number>();
  const waited: Waited[] = [];
  let waiting = visits.map((visit) => ({ visit, nextMs: visit.fromMs }));

  async function letIn(untilMs: number): Promise<void> {
    for (const one of waiting.filter(({ nextMs }) => nextMs <= untilMs).toSorted((a, b) => a.nextMs - b.nextMs)) {
      const { member, device, fromMs } = one.visit;
      const at = after(one.nextMs);
      const code = generateSync({ secret: member.secret, epoch: at.getTime() / 1000 });
      const came = await answer(signIn({ handle: member.handle, passphrase: member.passphrase, code }, at, device));
      if (came === "in") waited.push({ ...one.visit, waitedMs: one.nextMs - fromMs });
      else if (came !== "too-many-attempts") throw new Error(`A member with everything right was answered ${came}.`);
      one.nextMs = came === "in" ? Infinity : one.nextMs + AGAIN_MS;
    }
    waiting = waiting.filter(({ nextMs }) => nextMs !== Infinity);
  }

  for (let first = 0; first < guesses; first += AT_ONCE) {
    await letIn(first * everyMs);
    const together = Array.from({ length: Math.min(AT_ONCE, guesses - first) }, (_, n) => first + n);
    await Promise.all(
      together.map(async (n) => {
        const handle = handles[n % handles.length]!;
        const came = await answer(signIn({ handle, ...guess(n) }, after(n * everyMs)));
        if (came === "in") throw new Error("A guess was right.");
        if (came === "sign-in-failed") checked.set(handle, (checked.get(handle) ?? 0) + 1);
      }),
    );
  }
  const lastsMs = guesses * everyMs;
  for (let ms = lastsMs; ms <= lastsMs + 120_000; ms += 1000) await letIn(ms);
  return { checked, waited: [...waited, ...waiting.map(({ visit }) => ({ ...visit, waitedMs: null }))], lastsMs };
}
