import type { Clearance } from "~/domain/disclosure";
import type { CustodyEvent } from "~/domain/custody";
import type { Tx } from "~/server/db";
import type { ProvenEntry, SignedHead } from "~/server/ledger/queries";
import * as ledger from "~/server/ledger/queries";

/** What a step of a photo may be told from: nothing of what else was made of it, or was given to others. Looks are told by what was looked at. */
const OF_ITEMS = [
  "evidence.received", "evidence.sealed", "original.checked", "original.asked", "original.agreed", "original.handedOut",
  "original.toldHandedOut", "original.saved",
];
const OF_DISCLOSURES = ["disclosure.proposed", "disclosure.approved", "disclosure.released"];
const OF_ACCOUNTS = ["account.worded", "account.checked"];

/** Of an exhibit: what the ledger says of it, and the recipes of the pictures that it says were made on the way to it. */
export type History = { readonly derivative: string | null; readonly recipes: ReadonlyMap<string, unknown>; readonly entries: readonly ProvenEntry[] };

/** The pictures of a disclosure by their numbers: which of their derivatives leaves, and which working copy it was made from. */
async function photos(tx: Tx, { disclosureId, items }: Clearance) {
  const rows = await tx.disclosureItem.findMany({
    where: { disclosureId, itemId: { in: items.map(({ id }) => id) } },
    select: {
      exhibit: true, itemId: true,
      derivative: { select: { id: true, recipe: true, redactionId: true } },
      // Working copies, which leave with nobody: of those that do, another's is none of this recipient's business, not even that there is one.
      item: { select: { derivatives: { where: { leavesAs: null, disclosureId: null }, select: { id: true, recipe: true, kind: true } } } },
    },
  });
  return rows.map(({ exhibit, itemId, derivative, item }) => {
    const own = derivative ? [derivative] : [];
    const made = [...item.derivatives.filter(({ kind }) => kind === "clean"), ...own];
    const seen = [...item.derivatives, ...own];
    return {
      exhibit: exhibit!, derivative: derivative?.id ?? null, recipes: new Map(made.map(({ id, recipe }) => [id, recipe as unknown])), itemId,
      speaks: (event: CustodyEvent): boolean => {
        if (!("item" in event) || event.item !== itemId) return false;
        if (event.kind === "derivative.made") return made.some(({ id }) => id === event.derivative);
        if (event.kind === "evidence.viewed") return seen.some(({ id }) => id === event.derivative);
        if (event.kind === "redaction.confirmed") return event.redaction === derivative?.redactionId;
        return event.kind === "disclosure.exhibited" ? event.disclosure === disclosureId : OF_ITEMS.includes(event.kind);
      },
    };
  });
}

async function accounts(tx: Tx, clearance: Clearance) {
  const rows = await tx.disclosureAccount.findMany({
    where: { disclosureId: clearance.disclosureId, accountId: { in: clearance.accounts.map(({ id }) => id) } },
    select: { exhibit: true, accountId: true },
  });
  return rows.map(({ exhibit, accountId }) => ({
    exhibit: exhibit!, derivative: null, recipes: new Map<string, unknown>(), accountId,
    speaks: (event: CustodyEvent): boolean => OF_ACCOUNTS.includes(event.kind) && "account" in event && event.account === accountId,
  }));
}

/** For each exhibit of what is cleared, by its number, what the ledger says before `head`, proven. */
export async function ofExhibits(tx: Tx, clearance: Clearance, head: SignedHead): Promise<ReadonlyMap<number, History>> {
  const { disclosureId } = clearance;
  const [pictures, texts] = [await photos(tx, clearance), await accounts(tx, clearance)];
  const all = [...pictures, ...texts];
  const ofIt = (event: CustodyEvent): boolean => OF_DISCLOSURES.includes(event.kind) && "disclosure" in event && event.disclosure === disclosureId;
  const [shared = [], ...own] = await ledger.provenAmong(
    tx, head,
    { items: pictures.map(({ itemId }) => itemId), others: [disclosureId, ...texts.map(({ accountId }) => accountId)] },
    [ofIt, ...all.map(({ speaks }) => speaks)],
  );
  return new Map(all.map(({ exhibit, derivative, recipes }, at) => {
    const entries = [...shared, ...(own[at] ?? [])].toSorted((a, b) => a.index - b.index);
    return [exhibit, { derivative, recipes, entries }];
  }));
}
