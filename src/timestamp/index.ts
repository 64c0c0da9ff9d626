/**
 * The time of an authority outside (RFC 3161): that a digest was known by then, said by somebody who knows nothing else of it.
 *
 * Hides: ASN.1, CMS, certificates. Knows bytes, not incidents, and neither database, network nor clock.
 *
 * Promises: what `readAnswer` returns is said of this digest, in answer to this request, by a certificate that is for time stamps and
 * nothing else, that was valid at that instant and leads to a root that the operator named. It throws TimestampError and nothing else, whatever
 * the bytes are; the work is bounded by their size. What it returns verifies by `openssl ts -verify`.
 *
 * Does not: ask whether a certificate was revoked, which the authority would have to be asked.
 */
import { fromBER, Sequence } from "asn1js";
import { type ContentInfo, PKIStatus, TimeStampResp } from "pkijs";
import { type Bytes } from "./algorithms";
import { believed } from "./believed";
import type { TrustedRoots } from "./certificates";
import { TimestampError } from "./fault";
import type { TimestampRequest } from "./request";
import type { Statement } from "./statement";

export { readRoots, type TrustedRoots } from "./certificates";
export { TimestampError, type TimestampFault, timestampFaults } from "./fault";
export { readKept } from "./kept";
export { makeRequest, type TimestampRequest } from "./request";
export type { Statement } from "./statement";

/** A stamp that was checked. */
export type Token = Statement & {
  /** The token (ContentInfo) as it came, without the answer around it. */
  readonly der: Bytes;
  /** From the signer's certificate to the root, PEM. */
  readonly chain: string;
};

/** An answer with every certificate of a long chain has a tenth of it. */
export const ANSWER_BYTES = 64 * 1024;
const ANOTHER_TIME_MS = 60 * 60 * 1000;

/** Throws TimestampError. */
export function readAnswer(untrusted: Uint8Array, request: TimestampRequest, trusted: TrustedRoots, now: Date): Token {
  if (untrusted.length > ANSWER_BYTES) throw new TimestampError("too-large");
  try {
    return read(new Uint8Array(untrusted), request, trusted, now);
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    // Of the libraries: what they could not read.
    throw new TimestampError("malformed");
  }
}

function read(answer: Bytes, request: TimestampRequest, trusted: TrustedRoots, now: Date): Token {
  const { token, der } = granted(answer);
  const { told, chain } = believed(token, request, trusted);
  if (Math.abs(told.genTime.getTime() - now.getTime()) > ANOTHER_TIME_MS) throw new TimestampError("another-time");
  return { ...told, der, chain: chain.map(({ x509 }) => x509.toString()).join("") };
}

function granted(answer: Bytes): { readonly token: ContentInfo; readonly der: Bytes } {
  const { result, offset } = fromBER(answer);
  if (offset !== answer.length || !(result instanceof Sequence)) throw new TimestampError("malformed");
  const { status, timeStampToken: token } = new TimeStampResp({ schema: result });
  if (status.status !== PKIStatus.granted && status.status !== PKIStatus.grantedWithMods) throw new TimestampError("refused");
  const [, found] = result.valueBlock.value;
  if (!token || !found) throw new TimestampError("malformed");
  return { token, der: new Uint8Array(found.valueBeforeDecodeView) };
}
