/** Every expected no. A code names what is wrong; the interface has a sentence for each in every language. */
export const refusalCodes = [
  // who is asking
  "not-signed-in",
  "prove-again",
  "not-found",
  "sign-in-failed",
  "too-many-attempts",
  // joining
  "invite-invalid",
  "handle-taken",
  "passphrase-too-weak",
  "passphrase-known",
  "totp-wrong",
  "passkey-not-taken",
  "too-many-passkeys",
  "too-many-wraps",
  // witnesses
  "witness-key-invalid",
  "witness-known",
  "too-many-witnesses",
  // comments
  "too-many-comments",
  // coming back
  "nobody-behind",
  "words-missing",
  "recognition-wrong",
  // what only the browser notices of a passkey
  "passkey-not-used",
  "passkey-known-here",
  "passkey-unknown",
  // vouching
  "founding-over",
  "cannot-vouch",
  "not-vetted-yet",
  // state
  "not-now",
  "changed-meanwhile",
  "age-key-invalid",
  "custody-key-missing",
  "custody-key-invalid",
  "custody-key-exists",
  "last-steward",
  "input-invalid",
  // photos
  "upload-incomplete",
  "upload-digest-differs",
  "storage-digest-differs",
  "already-in-incident",
  "not-an-image",
  "unsupported-format",
  "too-many-bytes",
  "too-many-pixels",
  "damaged",
  "decompression-bomb",
  "animated-too-long",
  "residue",
  "busy",
  // recordings of what is read out
  "not-a-recording",
  "recording-damaged",
  "recording-too-large",
  // regions and consent
  "region-outside",
  "suggestions-undecided",
  "face-needs-answer",
  "form-exceeds-purpose",
  "already-told",
  "checklist-contradicted",
  "stays-covered",
  "consent-evidence",
  "shows-no-consent",
  // disclosure
  "not-cleared",
  "too-much-at-once",
  "pictures-not-made",
  "original-not-agreed",
  "second-person-required",
  "disclosure-closed",
  "conditions-not-accepted",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Small harmless facts beside the code: a format's name, a limit, a list of gaps. Never content, names or file names. */
export type RefusalDetails = Readonly<Record<string, unknown>>;

/** An expected no. Anything else that is thrown is a bug and leaves as one opaque message. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: RefusalCode,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
  }
}
