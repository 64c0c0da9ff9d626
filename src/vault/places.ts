/**
 * Every kind of place something can be sealed for, and what the place's id is the id of.
 *
 * A place is part of the key derivation and of the authenticated data: bytes that were sealed for one place
 * open under no other, so a row copied over another row is refused rather than shown. Adding a kind is
 * adding a row. Renaming one makes everything sealed under it unreadable.
 */
export const places = {
  "item-key": "the evidence item whose data key is wrapped",
  intake: "the evidence item as it waits for the worker, before its original goes to the custody key",
  told: "the evidence item whose original said this",
  clean: "the derivative: clean picture",
  redacted: "the derivative: redacted picture",
  display: "the derivative: picture for the screen",
  preview: "the derivative: preview",
  recording: "the recording of what is read out to people",
  incident: "the incident",
  account: "the account of an incident",
  comment: "the comment on an incident",
  consent: "the consent record",
  grantor: "the grantor",
  member: "the member",
  recipient: "the recipient of disclosures",
  disclosure: "the disclosure",
  manifest: "the disclosure whose dossier this lists",
  reason: "the decision that the reason belongs to",
  trust: "the instance: who stands behind whom",
  vouch: "the edge that the sentence belongs to",
  totp: "the member whose second factor this is",
  recovery: "the way back of somebody, and who has said that it is them",
  session: "the session, and what its holder calls it",
  passkey: "the passkey, whose credential this is and what its owner calls it",
  secret: "the instance, of which this protects the sign-ins",
  receipts: "the instance: the key of the digests by which people's cards are known",
  connections: "the instance: the key of the digests by which what connects incidents is found",
  feature: "the unit, plate, number or place that incidents name",
  search: "the instance: the key of the digests by which words are found",
  pseudonym: "the row of the map from members to the names that the ledger knows them by",
  pseudonyms: "the instance: the key of the tags by which these rows are found",
  reference: "the record that the free-text reference belongs to",
} as const;

export type PlaceKind = keyof typeof places;

/** Where something sealed belongs: 1 to 200 printable ASCII characters of `id`, unique within `kind`. */
export type Place = { readonly kind: PlaceKind; readonly id: string };

// Printable ASCII only: what a TextEncoder would silently replace could make two ids one, and the zero byte
// below could otherwise be forged from inside an id.
const plainId = /^[\x21-\x7e]{1,200}$/;

/** The bytes a place is bound by: kind, a zero byte, id. Throws a TypeError on a place that is not one. */
export function placeBytes(place: Place): Uint8Array {
  if (!Object.hasOwn(places, place.kind)) throw new TypeError("unknown kind of place");
  if (!plainId.test(place.id)) throw new TypeError("a place needs an id of printable ASCII");
  return new TextEncoder().encode(`${place.kind}\0${place.id}`);
}
