import { fromBER, Sequence } from "asn1js";
import { ContentInfo } from "pkijs";
import type { Bytes } from "./algorithms";
import { believed } from "./believed";
import { readRoots, type TrustedRoots } from "./certificates";
import { TimestampError } from "./fault";
import type { Statement } from "./statement";

/**
 * What a stamp that was kept says of `digest`: the same checks as when it came, but for the request, of which nothing is left, and for the
 * clock of that day. Whom the operator trusted then is `chain`, as it was kept beside the token; whether to trust its root is for whoever asks.
 * Throws TimestampError.
 */
export function readKept(untrusted: Uint8Array, digest: Uint8Array, chain: string): Statement {
  try {
    return read(new Uint8Array(untrusted), new Uint8Array(digest), trustedIn(chain));
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    // Of the libraries: what they could not read.
    throw new TimestampError("malformed");
  }
}

function trustedIn(chain: string): TrustedRoots {
  try {
    return readRoots(chain);
  } catch {
    // No certificates, or none that is a root.
    throw new TimestampError("unknown-root");
  }
}

function read(der: Bytes, digest: Bytes, trusted: TrustedRoots): Statement {
  const { result, offset } = fromBER(der);
  if (offset !== der.length || !(result instanceof Sequence)) throw new TimestampError("malformed");
  return believed(new ContentInfo({ schema: result }), { digest, nonce: null }, trusted).told;
}
