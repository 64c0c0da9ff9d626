import type { Place } from "~/vault";

/**
 * Every column that the instance's key holder opens, and the place that what stands in a row of it was sealed for: what
 * `keys:rewrap` goes through. A column of bytes that is in neither list here fails `tests/architecture.test.ts`.
 */
export type SealedColumn = {
  readonly table: string;
  readonly column: string;
  /** A record has its key in front; a wrapped key stands alone. */
  readonly holds: "record" | "key";
  readonly idType: "uuid" | "int";
  readonly place: (id: string) => Place;
};

const column = (
  name: `${string}.${string}`,
  kind: Place["kind"],
  { holds = "record", idType = "uuid", idOf = (id: string) => id }: Partial<Pick<SealedColumn, "holds" | "idType">> & { idOf?: (id: string) => string } = {},
): SealedColumn => {
  const [table = "", column = ""] = name.split(".");
  return { table, column, holds, idType, place: (id) => ({ kind, id: idOf(id) }) };
};

export const sealedColumns: readonly SealedColumn[] = [
  column("Member.totpSealed", "totp"),
  column("Member.newTotpSealed", "totp"),
  column("Invite.totpSealed", "totp"),
  column("Session.nameSealed", "session"),
  column("Passkey.sealed", "passkey"),
  column("Recovery.sealed", "recovery"),
  column("Recovery.totpSealed", "totp"),
  column("Trust.sealed", "trust", { idType: "int", idOf: () => "instance" }),
  column("VouchSentence.sealed", "vouch"),
  column("Incident.sealed", "incident"),
  column("Account.sealed", "account"),
  column("Comment.sealed", "comment"),
  column("EvidenceItem.wrappedKey", "item-key", { holds: "key" }),
  column("EvidenceItem.wrappedIntake", "intake", { holds: "key" }),
  column("EvidenceItem.toldSealed", "told"),
  column("Recipient.sealed", "recipient"),
  column("Recording.wrappedKey", "recording", { holds: "key" }),
  column("ConsentNote.sealed", "consent"),
  column("Disclosure.reasonSealed", "reason"),
  column("Disclosure.verdictSealed", "reason", { idOf: (id) => `${id}-verdict` }),
  column("Disclosure.groundSealed", "reason", { idOf: (id) => `${id}-ground` }),
  column("Disclosure.manifestSealed", "manifest"),
  column("Opening.reasonSealed", "reason"),
  column("Hold.reasonSealed", "reason", { idOf: (id) => `hold-${id}` }),
  column("ReceiptKey.sealed", "receipts", { idType: "int", idOf: () => "instance" }),
  column("ConnectionKey.sealed", "connections", { idType: "int", idOf: () => "instance" }),
  column("Feature.sealed", "feature"),
  column("SearchKey.sealed", "search", { idType: "int", idOf: () => "instance" }),
  column("Pseudonym.sealed", "pseudonym"),
  column("PseudonymKey.sealed", "pseudonyms", { idType: "int", idOf: () => "instance" }),
  column("Motion.reasonSealed", "reason", { idOf: (id) => `motion-${id}` }),
];

/** Bytes that no key holder opens: digests, what is public, and what is sealed to people. */
export const notTheHolders: readonly string[] = [
  "Invite.tokenDigest", "Disclosure.tokenDigest", "Visit.passDigest", "Guess.key", "Challenge.digest", "Receipt.digest", "RecoveryCode.digest", "Recovery.tokenDigest", "Witness.tokenDigest",
  "Session.secretDigest", "Passkey.credentialDigest", "Passkey.publicKey",
  "ConsentRecord.wordingDigest", "EvidenceItem.digest", "EvidenceItem.originalDigest", "Derivative.digest", "Recording.wordingDigest", "Recording.digest", "Fixity.digest", "Feature.digest", "FeatureVariant.digest",
  "LedgerEntry.commitment", "LedgerEntry.root", "LedgerNode.hash", "LedgerHead.frontier", "Stamp.token", "CustodyEvent.salt", "CustodyEvent.body", "Pseudonym.memberTag", "Pseudonym.nameTag",
  "ReviewerWrap.wrap", "CustodyGrant.sealed", "CustodyGrant.tag", "Reseal.originalDigest", "Reseal.mark",
];
