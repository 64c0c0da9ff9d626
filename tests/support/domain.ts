import type { ConsentRecord } from "~/domain/consent";
import { ItemId } from "~/domain/evidence";

/** Of whom and of what the tests of the domain speak: a few people, photos and accounts, and what somebody said. */

export const uuid = (family: number, n: number): string =>
  `${String(family).padStart(8, "0")}-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const ITEMS = [ItemId.parse(uuid(1, 1)), ItemId.parse(uuid(1, 2)), ItemId.parse(uuid(1, 3))] as const;
export const ACCOUNTS = [uuid(2, 1), uuid(2, 2)] as const;
export const PEOPLE = [uuid(3, 1), uuid(3, 2), uuid(3, 3)] as const;
export const MEMBERS = [uuid(4, 1), uuid(4, 2), uuid(4, 3)] as const;
export const RECIPIENTS = [uuid(5, 1), uuid(5, 2)] as const;
export const DISCLOSURES = [uuid(8, 1), uuid(8, 2)] as const;
export const regionId = (n: number): string => uuid(6, n);
export const redactionId = (n: number): string => uuid(9, n);

/** Instants of these worlds: few of them, so that records often meet on the same one. */
export const minute = (n: number): Date => new Date(Date.UTC(2026, 10, 3, 6, n));
/** The instant at which most of these worlds are judged. */
export const NOW = minute(6);

/** A yes by the first person to the first item in its clean form, to anybody, for ever, unless told otherwise. */
export const consent = (over: Partial<ConsentRecord> = {}): ConsentRecord => ({
  id: uuid(7, 0),
  grantorId: PEOPLE[0],
  purpose: "court",
  answer: "given",
  form: "clean",
  recipients: { kind: "any" },
  capacity: "self",
  everything: false,
  items: [ITEMS[0]],
  accounts: [],
  recordedAt: minute(1),
  until: null,
  ...over,
});

/** A no: refused, withdrawn or put off to the next time, for everything unless told otherwise. */
export const no = (answer: Exclude<ConsentRecord["answer"], "given">, over: Partial<ConsentRecord> = {}): ConsentRecord =>
  consent({ answer, form: "none", everything: true, items: [], recordedAt: minute(3), ...over });

/** Every order in which a few things can be read. */
export const orders = <T>(some: readonly T[]): T[][] =>
  some.length < 2
    ? [[...some]]
    : some.flatMap((first, n) => orders(some.filter((_, k) => k !== n)).map((rest) => [first, ...rest]));
