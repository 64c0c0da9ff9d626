import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { readZip, verifyArchive, verifyDossier } from "~/dossier";
import { attest, createSigningKeyFile, loadSigner } from "~/ledger";
import { collective } from "../../../tests/support/collective";
import { consented, released } from "../../../tests/support/consented";
import { openWorld } from "../../../tests/support/world";
import { migrate } from "../../database/migrate";
import { startThrowawayPostgres } from "../../database/throwaway";
import { inCheckout } from "../../launch/checkout.mjs";
import { verifyAll } from "../../ledger/verify-tables";
import { archiveMutations } from "./archive";
import { flipped, mutations, names, type Chance, type Files, type Forger } from "./bag";
import { disturbances } from "./objects";
import { outsideMutations } from "./outside";
import { rowTamperings } from "./rows";
import { ledgerTamperings, type Tampering } from "./tables";
import { vouchedFor, vouchedTamperings } from "./vouched";

/** What a verifier said, null where it found nothing, and whether that names what was changed. */
export type Found = { readonly said: string | null; readonly named: boolean };
type Kind = { readonly of: string; readonly how: string; readonly change: (chance: Chance) => Promise<Found | null> };

const DAY = 24 * 3600_000;
const within = (zip: Uint8Array): Files => new Map([...(readZip(zip) ?? [])].map(([name, bytes]) => [name.slice(name.indexOf("/") + 1), bytes]));

/** A database as `openWorld` takes it, on a server that is gone afterwards. */
async function database() {
  const server = await startThrowawayPostgres();
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  await client.query("CREATE DATABASE tamper");
  await client.end();
  await migrate(server.url("tamper"), inCheckout("prisma/migrations"));
  const { installQueues } = await import("~/server/queue");
  await installQueues(server.url("tamper"));
  return { ownerUrl: server.url("tamper"), runtimeUrl: server.url("tamper", "vouchsafe_runtime"), drop: () => Promise.resolve(), stop: () => server.stop() };
}

/** An instance with photos, answers and two released disclosures, of which a dossier was made; and everything that can be done to it. */
export async function openVictim() {
  const { stop, ...own } = await database();
  const world = await openWorld(own);
  const people = await collective(world);
  const { keepCheckpoint } = await import("~/server/ledger/jobs");
  const { signedHead, dossierSigner } = await import("~/server/ledger/queries");
  const photos = [];
  for (const seed of [71, 72]) photos.push(await consented(world, people, { seed, purposes: ["press", "court"] }));
  await keepCheckpoint();
  const earlier = (await signedHead()).note;
  const [first] = photos;
  const { itemId: second } = await addedTo(world, people, first!);
  const { disclosureId } = await released(world, people, first!, { items: [first!.itemId, second].map((id) => ({ id, form: "redacted" as const })) });
  await released(world, people, photos[1]!, { purpose: "court", to: "lawyer" });
  await vouchedFor(world);
  const { handOut } = await import("~/server/dossiers/commands");
  const { body } = await handOut(people.decider, { disclosureId, as: "dossier", ageKey: "", originals: [], language: "en" }, world.now());
  const archive = new Uint8Array(await new Response(body).arrayBuffer());
  const bag = within(archive);
  await world.rest();
  // Every object is read for the first time.
  let clock = Date.now();
  const { read } = await import("~/server/fixity/jobs");
  const readAll = () => read(new Date((clock += DAY)));
  await readAll();
  await keepCheckpoint();

  const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-tamper-"));
  await createSigningKeyFile(path.join(folder, "other.key"), "elsewhere.example/ledger");
  const other = await loadSigner(path.join(folder, "other.key"));
  await rm(folder, { recursive: true });
  const { publicKey: verifierKey } = await signedHead();
  const forger: Forger = { sign: (digest) => attest("dossier", digest, other), key: other.verifierKey, inside: await dossierSigner(), earlier };

  const { instanceHolder } = await import("~/server/sealing");
  const holder = await instanceHolder();
  const owner = new Client({ connectionString: own.ownerUrl });
  await owner.connect();
  const ledger = async (tampering?: Tampering, chance?: Chance) => {
    // An auditor was here a moment ago.
    const { note: kept } = await signedHead();
    await owner.query("BEGIN");
    try {
      await owner.query("SET LOCAL session_replication_role = replica");
      const head = await owner.query<{ size: string }>('SELECT "size" FROM "LedgerHead"');
      const done = tampering && (await tampering(owner, chance!, { other, size: Number(head.rows[0]!.size) }));
      if (done === null) return null;
      const verdict = await verifyAll(owner, { verifierKey, checkpoints: [kept], holder });
      const since = !verdict.ok && "since" in verdict ? verdict.since : null;
      return { verdict, named: !verdict.ok && done !== undefined && (done.at.includes(verdict.at) || (since !== null && done.at.some((at) => at >= since && at <= verdict.at))) };
    } finally {
      await owner.query("ROLLBACK");
    }
  };
  const { named: objectsNamed } = await import("~/server/fixity/queries");
  const blobs = await import("~/server/blobs");
  const store = new Map<string, string>();
  const referred = await objectsNamed();
  for await (const { name, file } of blobs.writtenBefore(new Date(Date.now() + DAY))) if (referred.has(name)) store.set(name, file);
  const damaged = async () => (await world.db().fixity.findMany({ where: { fault: { not: null } }, select: { name: true } })).map(({ name }) => name);

  const byBag = Object.entries({ ...mutations, ...outsideMutations }).map(([how, mutate]): Kind => ({
    of: "bag", how,
    change: async (chance) => {
      const changed = mutate(bag, chance, forger);
      if (changed === null) return null;
      const verdict = await verifyDossier(changed.files, { key: verifierKey });
      return verdict.ok ? { said: null, named: false } : { said: `${verdict.code} ${verdict.where}`, named: names(verdict, changed.touched) };
    },
  }));
  const byArchive: readonly Kind[] = [
    {
      of: "archive", how: "flip",
      change: async (chance) => (readZip(flipped(archive, chance)) === null ? { said: "not-a-dossier", named: true } : { said: null, named: false }),
    },
    ...Object.entries(archiveMutations).map(([how, rearranged]): Kind => ({
      of: "archive", how,
      change: async (chance) => {
        const verdict = await verifyArchive(rearranged(bag, chance), { key: verifierKey });
        return verdict.ok ? { said: null, named: false } : { said: `${verdict.code} ${verdict.where}`, named: verdict.code === "archive-names" };
      },
    })),
  ];
  const byTable = Object.entries({ ledger: ledgerTamperings, database: rowTamperings, vouched: vouchedTamperings }).flatMap(([of, all]) => Object.entries(all).map(([how, tampering]): Kind => ({
    of, how,
    change: async (chance) => {
      const done = await ledger(tampering, chance);
      return done && (done.verdict.ok ? { said: null, named: false } : { said: `${done.verdict.at} ${done.verdict.why}`, named: done.named });
    },
  })));
  const byObject = Object.entries(disturbances).map(([how, disturb]): Kind => ({
    of: "objects", how,
    change: async (chance) => {
      const done = await disturb(store, chance);
      if (done === null) return null;
      await readAll();
      const found = await damaged();
      await done.mend();
      await readAll();
      return { said: found.length === 0 ? null : found.join(" "), named: JSON.stringify(found.toSorted()) === JSON.stringify(done.names.toSorted()) };
    },
  }));

  return {
    kinds: [...byBag, ...byArchive, ...byTable, ...byObject] as readonly Kind[],
    /** What is found although nothing was changed. */
    async untouched(): Promise<string[]> {
      const verdict = await verifyArchive(archive, { key: verifierKey });
      await readAll();
      const tables = await ledger();
      return [
        ...(verdict.ok ? [] : [`${verdict.code} ${verdict.where}`]), ...(await damaged()),
        ...(tables === null || tables.verdict.ok ? [] : [`entry ${tables.verdict.at}: ${tables.verdict.why}`]),
      ];
    },
    async close(): Promise<void> {
      await owner.end();
      await world.close();
      await stop();
    },
  };
}

type World = Awaited<ReturnType<typeof openWorld>>;
/** Another photo of the same incident and person, as far along as the first. */
async function addedTo(world: World, { documenter }: { readonly documenter: Awaited<ReturnType<typeof collective>>["documenter"] }, { incidentId, grantorId }: { readonly incidentId: string; readonly grantorId: string }) {
  const { dirtyJpeg } = await import("../../../tests/support/pictures");
  const { faceRegion } = await import("../../../tests/support/consented");
  const { answerChecklist } = await import("../../../tests/support/checklists");
  const { asked } = await import("../../../tests/support/asked");
  const me = world.as(documenter);
  const { itemId } = await world.submit(documenter, incidentId, await dirtyJpeg(73));
  await world.settle();
  const { regionsVersion } = await me.evidence.read({ itemId });
  const { version } = await me.regions.save({ itemId, version: regionsVersion, regions: [faceRegion(grantorId)] });
  await me.regions.confirm({ itemId, version });
  await answerChecklist(world, documenter, itemId);
  await world.settle();
  await me.consents.record({
    grantorId, capacity: "self", manner: "spoken", language: "en", ...asked, items: [itemId], accounts: [],
    recipients: { kind: "any" }, until: null, answers: [{ purpose: "press", answer: "given", form: "redacted" }],
  });
  return { itemId };
}
