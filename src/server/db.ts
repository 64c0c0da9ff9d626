import { PrismaPg } from "@prisma/adapter-pg";
import { Client as Connection, Pool, type QueryResult } from "pg";
import { config } from "~/env";
import { PrismaClient, type Prisma } from "~/generated/prisma/client";
import { log } from "./log";

/** Sealed columns and secrets leave the database only where a query asks for them by name. */
const omit = {
  member: { passphraseHash: true, totpSealed: true, newTotpSealed: true },
  passkey: { sealed: true },
  session: { nameSealed: true, secretDigest: true },
  recovery: { sealed: true, tokenDigest: true, totpSealed: true },
  invite: { totpSealed: true, tokenDigest: true },
  incident: { sealed: true },
  account: { sealed: true },
  comment: { sealed: true },
  evidenceItem: { wrappedKey: true, wrappedIntake: true, toldSealed: true },
  disclosure: { reasonSealed: true, verdictSealed: true, groundSealed: true, manifestSealed: true, tokenDigest: true, secretHash: true },
  visit: { passDigest: true },
  recipient: { sealed: true },
  recording: { wrappedKey: true },
  consentNote: { sealed: true },
  trust: { sealed: true },
  vouchSentence: { sealed: true },
  motion: { reasonSealed: true },
  reviewerWrap: { wrap: true },
  custodyGrant: { sealed: true, tag: true },
  reseal: { mark: true },
  opening: { reasonSealed: true },
  receipt: { digest: true },
  receiptKey: { sealed: true },
  searchKey: { sealed: true },
  searchRow: { terms: true },
  hold: { reasonSealed: true },
  connectionKey: { sealed: true },
  feature: { sealed: true, digest: true },
  featureVariant: { digest: true },
  witness: { tokenDigest: true },
  pseudonym: { memberTag: true, nameTag: true, sealed: true },
  pseudonymKey: { sealed: true },
} as const satisfies Prisma.GlobalOmitConfig;

/**
 * A connection that is asked one thing at a time. Within a transaction Prisma loads several relations at once on one
 * connection, and `pg` is about to give up the queue on which that stands.
 */
class OneAtATime extends Connection {
  #last: Promise<unknown> = Promise.resolve();

  // Prisma's adapter asks with a configuration and takes a promise; every other way of asking is the pool's own.
  override query(...asked: unknown[]): never {
    const ask = super.query.bind(this) as (...args: unknown[]) => Promise<QueryResult>;
    if (typeof asked.at(-1) === "function") return ask(...asked) as never;
    const answer = this.#last.then(() => ask(...asked));
    this.#last = answer.catch(() => undefined);
    return answer as never;
  }
}

function connect() {
  const pool = new Pool({ connectionString: config().database.url, max: 12, Client: OneAtATime });
  return new PrismaClient({
    adapter: new PrismaPg(pool, {
      disposeExternalPool: true,
      // An idle connection that breaks, as when PostgreSQL restarts, is replaced at the next query.
      onPoolError: (error) => log.databaseLost(error),
      onConnectionError: (error) => log.databaseLost(error),
    }),
    omit,
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  });
}

type Client = ReturnType<typeof connect>;
let client: Client | undefined;

/** One client per process, connected at the first use. */
export const db = (): Client => (client ??= connect());

/** An open transaction: what `record` and `enqueue` demand, so that neither can stand beside a change. */
export type Tx = Omit<Client, "$connect" | "$disconnect" | "$on" | "$transaction" | "$use" | "$extends">;

const afterwards = new WeakMap<Tx, Set<() => Promise<unknown>>>();

export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const then = new Set<() => Promise<unknown>>();
  const done = await db().$transaction((tx) => {
    afterwards.set(tx, then);
    return work(tx);
  });
  for (const next of then) await next();
  return done;
}

/** Have this done, once, when the transaction is committed; whoever asked for the transaction waits for it. */
export function onceCommitted(tx: Tx, next: () => Promise<unknown>): void {
  const then = afterwards.get(tx);
  if (!then) throw new Error("Only what `transaction` opened can be waited for.");
  then.add(next);
}

/** Several readings of one state, for what is shown: whatever is committed between two of them is in neither, and nobody waits. */
export const snapshot = <T>(read: (tx: Tx) => Promise<T>): Promise<T> =>
  db().$transaction((tx) => read(tx as Tx), { isolationLevel: "RepeatableRead" });

export async function disconnect(): Promise<void> {
  await client?.$disconnect();
  client = undefined;
}
