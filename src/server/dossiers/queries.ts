import type { Clearance } from "~/domain/disclosure";
import { recordOf, recordSchema } from "~/domain/dossier";
import { inMemory, type Payload } from "~/dossier";
import type { Tx } from "~/server/db";
import type { ProvenEntry, SignedHead } from "~/server/ledger/queries";
import * as ledger from "~/server/ledger/queries";
import * as recipients from "~/server/recipients/queries";

/** A file is opened when it is wanted, by the clearance under which the dossier was made; one that was erased meanwhile is not there. */
export type Opener = (clearance: Clearance, exhibit: number) => Promise<Uint8Array<ArrayBuffer>>;

/** What was decided and released, proven before `head`; null where it was released after that was signed. */
async function decision(tx: Tx, head: SignedHead, disclosureId: string): Promise<{ decided: ProvenEntry; released: ProvenEntry } | null> {
  const [entries = []] = await ledger.provenEntries(tx, head, [{ disclosure: disclosureId }]);
  const of = (kind: string) => entries.find(({ event }) => event.kind === kind);
  const [decided, released] = [of("disclosure.approved"), of("disclosure.released")];
  return decided && released ? { decided, released } : null;
}

/** What proves the ledger's own state, as files that others' tools read: every further one (`ledger/…`, `timestamps/…`) is added here. */
const ledgerFiles = (head: SignedHead): Payload[] => [inMemory("ledger/checkpoint.txt", head.note)];

/**
 * What is in the dossier of a released disclosure: the report and the exhibits in the form in which they were released, the manifest that
 * stands in the ledger, and a record that says which file is which exhibit and proves who decided.
 * @returns null where it was released after `head` was signed
 */
export async function contents(tx: Tx, clearance: Clearance, head: SignedHead, at: Date, open: Opener) {
  const proven = await decision(tx, head, clearance.disclosureId);
  if (!proven) return null;
  const { reference, report, purpose, until, accounts, photos, manifest } = await recipients.view(tx, clearance);
  const fileOf = (exhibit: number, kind: "jpg" | "txt") => `exhibits/exhibit-${exhibit}.${kind}`;
  const files = new Map([
    ...photos.map(({ exhibit }) => [exhibit, fileOf(exhibit, "jpg")] as const),
    ...accounts.map(({ exhibit }) => [exhibit, fileOf(exhibit, "txt")] as const),
  ]);
  const record = recordOf(
    manifest,
    {
      disclosure: clearance.disclosureId, reference, purpose, madeAt: at.toISOString(), until: until.toISOString(), report,
      languages: Object.fromEntries(accounts.map(({ exhibit, language }) => [exhibit, language])),
      ...proven, checkpoint: head.note, verifierKey: head.publicKey,
    },
    (exhibit) => `data/${files.get(exhibit)!}`,
  );
  const payload: Payload[] = [
    inMemory("manifest.json", manifest), inMemory("record.json", JSON.stringify(record, null, 2)), inMemory("record.schema.json", recordSchema()),
    ...ledgerFiles(head),
    ...accounts.map(({ exhibit, text }) => inMemory(fileOf(exhibit, "txt"), text)),
    ...photos.map(({ exhibit }): Payload => ({ path: fileOf(exhibit, "jpg"), open: () => open(clearance, exhibit) })),
  ];
  return { reference, payload };
}
