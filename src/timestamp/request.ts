import { randomBytes } from "node:crypto";
import { Integer, Null, OctetString } from "asn1js";
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from "pkijs";
import { type Bytes, digestNames, SHA256_BYTES } from "./algorithms";

/** What was asked, which its answer is held against. */
export type TimestampRequest = { readonly digest: Bytes; readonly nonce: bigint };

const NONCE_BYTES = 8;

/**
 * A request (RFC 3161, 2.4.1) for one stamp of a SHA-256 digest, by chance numbered, that asks for the authority's certificates.
 * It says nothing but the digest. Throws RangeError for what is no such digest.
 */
export function makeRequest(digest: Uint8Array): TimestampRequest & { readonly der: Bytes } {
  if (digest.length !== SHA256_BYTES) throw new RangeError("A SHA-256 digest has 32 bytes.");
  const kept = new Uint8Array(digest);
  const chance = randomBytes(NONCE_BYTES);
  // A positive number of full length, whose DER has one form and no byte before it.
  chance[0] = (chance[0]! & 0x3f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: digestNames.sha256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: kept }),
    }),
    nonce: new Integer({ valueHex: new Uint8Array(chance) }),
    certReq: true,
  });
  return { der: new Uint8Array(request.toSchema().toBER()), digest: kept, nonce: BigInt(`0x${chance.toString("hex")}`) };
}
