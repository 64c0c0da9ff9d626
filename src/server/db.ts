import { PrismaPg } from "@prisma/adapter-pg";
import { config } from "~/env";
import { PrismaClient, type Prisma } from "~/generated/prisma/client";

/** Sealed columns and secrets leave the database only where a query asks for them by name. */
const omit = {
  member: { passphraseHash: true, totpSealed: true },
  invite: { totpSealed: true, tokenDigest: true },
  incident: { sealed: true },
  account: { sealed: true },
  evidenceItem: { wrappedKey: true, wrappedIntake: true, toldSealed: true },
  disclosure: { reasonSealed: true, verdictSealed: true, manifestSealed: true, tokenDigest: true },
  recipient: { sealed: true },
} as const satisfies Prisma.GlobalOmitConfig;

const connect = () =>
  new PrismaClient({
    adapter: new PrismaPg({ connectionString: config().database.url, max: 12 }),
    omit,
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  });

type Client = ReturnType<typeof connect>;
let client: Client | undefined;

/** One client per process, connected at the first use. */
export const db = (): Client => (client ??= connect());

/** An open transaction: what `record` and `enqueue` demand, so that neither can stand beside a change. */
export type Tx = Omit<Client, "$connect" | "$disconnect" | "$on" | "$transaction" | "$use" | "$extends">;

export const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  db().$transaction((tx) => work(tx as Tx));

export async function disconnect(): Promise<void> {
  await client?.$disconnect();
  client = undefined;
}
