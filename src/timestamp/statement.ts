import { fromBER, GeneralizedTime, Integer, Sequence } from "asn1js";
import { type GeneralName, TSTInfo } from "pkijs";
import { digestNames } from "./algorithms";
import { TimestampError } from "./fault";

/** What an authority says (TSTInfo, RFC 3161, 2.4.2). */
export type Statement = {
  /** Not later than this was the digest known. */
  readonly genTime: Date;
  /** How far that may be off, where the authority says so. */
  readonly accuracyMs: number | null;
  /** By which of its rules. */
  readonly policy: string;
  /** Its number, hexadecimal. */
  readonly serial: string;
};

/** `called`: by what name the authority calls itself, where it does. */
type Said = { readonly statement: Statement; readonly called: GeneralName | undefined };

/** Of UTC, to the millisecond: finer is cut off. Anything else that ASN.1 lets pass for an instant is none here. */
function instant(schema: Sequence): Date {
  const found = schema.valueBlock.value.find((one) => one instanceof GeneralizedTime);
  const text = found === undefined ? "" : Buffer.from(found.valueBlock.valueHexView).toString("latin1");
  const [, year, month, day, hour, minute, second, fraction = ""] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text) ?? [];
  if (year === undefined) throw new TimestampError("malformed");
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = new Date(`${written}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(written)) throw new TimestampError("malformed");
  return at;
}

const small = (number: number | undefined, most: number): number => {
  if (number === undefined) return 0;
  if (!Number.isSafeInteger(number) || number < 0 || number > most) throw new TimestampError("malformed");
  return number;
};

export type Asked = { readonly digest: Uint8Array; readonly nonce: bigint | null };

/** Throws `malformed`, `another-digest` or `another-request`; `nonce` null is of a request that nobody knows any more. */
export function readStatement(der: Uint8Array, { digest, nonce }: Asked): Said {
  const { result, offset } = fromBER(der);
  if (offset !== der.length || !(result instanceof Sequence)) throw new TimestampError("malformed");
  const told = new TSTInfo({ schema: result });
  if (told.version !== 1 || told.extensions?.some(({ critical }) => critical)) throw new TimestampError("malformed");
  const { hashAlgorithm, hashedMessage } = told.messageImprint;
  if (hashAlgorithm.algorithmId !== digestNames.sha256 || !Buffer.from(hashedMessage.valueBlock.valueHexView).equals(digest)) throw new TimestampError("another-digest");
  if (nonce !== null && (!(told.nonce instanceof Integer) || told.nonce.toBigInt() !== nonce)) throw new TimestampError("another-request");
  const { accuracy } = told;
  const statement = {
    genTime: instant(result),
    accuracyMs: accuracy ? small(accuracy.seconds, 86_400) * 1000 + small(accuracy.millis, 999) + (small(accuracy.micros, 999) > 0 ? 1 : 0) : null,
    policy: told.policy,
    serial: told.serialNumber.toBigInt().toString(16),
  };
  return { statement, called: told.tsa };
}
