import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Client } from "pg";
import { createSigningKeyFile, loadSigner } from "~/ledger";
import { createKeyFile } from "~/vault";
import type { Actor, Role } from "~/domain/roles";
import { ceremony } from "./ceremony";
import { createDatabase, type TestDatabase } from "./postgres";
import { sha256 } from "./sha256";

type Answer =
  | { error: { json: { message: string } }; result?: never }
  | { error?: never; result: { data: { json: { itemId: string } } } };

/** What an upload says of itself, where it is not the truth. */
type Claimed = { digest?: string; size?: number };

/**
 * An instance of its own for a test file: a real database, a real store, real keys and a real worker, under a clock
 * that the test may set. The whole ledger is verified when it closes.
 * @param own a migrated database of the test's own, where the run's server will not do
 */
export async function openWorld(own?: TestDatabase) {
  const data = await mkdtemp(path.join(tmpdir(), "vouchsafe-world-"));
  const database = own ?? (await createDatabase());
  await mkdir(path.join(data, "keys"), { mode: 0o700 });
  await mkdir(path.join(data, "blobs"), { mode: 0o700 });
  await createKeyFile(path.join(data, "keys", "instance.key"));
  await createSigningKeyFile(path.join(data, "keys", "ledger.key"), "vouchsafe/test");
  await writeFile(path.join(data, "keys", "auth.secret"), randomUUID() + randomUUID(), { mode: 0o600 });
  Object.assign(process.env, {
    VOUCHSAFE_DATA: data,
    DATABASE_URL: database.runtimeUrl,
    PUBLIC_URL: "http://localhost:3000",
  });

  // Loaded only now: settings are read at the first import that needs them.
  const { createCaller, root } = await import("~/server/trpc/root");
  const { db, disconnect } = await import("~/server/db");
  const queue = await import("~/server/queue");
  const { handlers } = await import("~/worker/handlers");
  const media = await import("~/media");
  const { instanceHolder } = await import("~/server/sealing");
  const { verifyLedger, verifyWithin } = await import("../../scripts/ledger/verify-tables");

  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  let stopWork: (() => Promise<void>) | undefined;

  /** Somebody who has just shown who they are, unless `provenAt` says otherwise. */
  const caller = (actor: Actor | null, headers: Record<string, string> = {}, provenAt: Date | null = now()) =>
    createCaller({ actor, session: actor ? randomUUID() : null, provenAt, at: now(), headers: new Headers(headers) });

  /** Upload as the browser does, through the API's own request handler. @throws Error with the refusal's code */
  async function upload(
    door: "submit" | "keep",
    { actor, incidentId, bytes }: { actor: Actor; incidentId: string; bytes: Uint8Array },
    { digest = sha256(bytes), size = bytes.length }: Claimed = {},
  ) {
    const headers = {
      "content-type": "application/octet-stream",
      "x-vouchsafe-incident": incidentId,
      "x-vouchsafe-digest": digest,
      "x-vouchsafe-size": String(size),
    };
    const req = new Request(`http://localhost:3000/api/trpc/evidence.${door}`, {
      method: "POST", headers, body: new Uint8Array(bytes),
    });
    const createContext = () => ({ actor, session: randomUUID(), provenAt: null, at: now(), headers: req.headers });
    const response = await fetchRequestHandler({ endpoint: "/api/trpc", req, router: root, createContext });
    const answer = (await response.json()) as Answer;
    if (answer.error) throw new Error(answer.error.json.message);
    return answer.result.data.json;
  }

  return {
    data,
    database,
    db,
    now,
    /** Let time pass, for whoever is asked from now on. */
    passes: (ms: number) => {
      offset += ms;
    },

    /** A founder, or a candidate, straight into the table: joining and vouching have tests of their own. */
    async member(role: Role, handle = `${role}-${randomUUID().slice(0, 8)}`): Promise<Actor> {
      const { id } = await db().member.create({
        data: {
          handle, passphraseHash: "never signs in", totpSealed: new Uint8Array(),
          ...(role === "candidate" ? { role: "documenter" } : { role, vettedAt: now(), founder: true }),
        },
        select: { id: true },
      });
      return { id, role };
    },

    as: caller,

    submit: (actor: Actor, incidentId: string, bytes: Uint8Array, claimed?: Claimed) =>
      upload("submit", { actor, incidentId, bytes }, claimed),

    /** Ask that a file is kept sealed, as the browser does where it was refused. */
    keep: (actor: Actor, incidentId: string, bytes: Uint8Array, claimed?: Claimed) =>
      upload("keep", { actor, incidentId, bytes }, claimed),

    /** A custody key whose private half only the test holds. */
    async custodyKey(reviewer: Actor) {
      const { set, identity } = await ceremony(reviewer.id);
      await caller(reviewer).custodyKey.set(set);
      return identity;
    },

    /** Run the worker until nothing is left to do. */
    async settle(): Promise<void> {
      stopWork ??= await queue.work(handlers);
      const deadline = Date.now() + 50_000;
      for (;;) {
        const { waiting } = await queue.queueHealth();
        if (waiting === 0) return;
        if (Date.now() > deadline) throw new Error("The queue did not settle.");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },

    /** Let the worker finish what it has begun and rest, until the next `settle`. */
    async rest(): Promise<void> {
      await stopWork?.();
      stopWork = undefined;
    },

    /** Re-derive the whole ledger from its tables, as an auditor would. */
    async verifyLedger({ rows = true } = {}) {
      const client = new Client({ connectionString: database.runtimeUrl });
      await client.connect();
      try {
        const { verifierKey } = await loadSigner(path.join(data, "keys", "ledger.key"));
        return await (rows ? verifyLedger : verifyWithin)(client, { verifierKey, holder: await instanceHolder() });
      } finally {
        await client.end();
      }
    },

    /** Nothing of it runs or is connected any more; what it kept lies as it left it. */
    async stop(): Promise<void> {
      await this.rest();
      await queue.stopSender();
      await media.close();
      await disconnect();
    },

    async remove(): Promise<void> {
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },

    /** @param rows false where the test itself put rows there, or took some, of which no entry speaks */
    async close({ rows = true } = {}): Promise<void> {
      const verdict = await this.verifyLedger({ rows });
      await this.stop();
      await this.remove();
      if (!verdict.ok) throw new Error(`The ledger does not verify: entry ${verdict.at}: ${verdict.why}`);
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
