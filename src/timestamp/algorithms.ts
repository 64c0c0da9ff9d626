import { constants, type KeyObject, verify, type X509Certificate } from "node:crypto";
import { type AlgorithmIdentifier, RSASSAPSSParams } from "pkijs";
import { TimestampError } from "./fault";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What may be relied on for decades: nothing of SHA-1 or before. */
export const digestNames = {
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
} as const;
export type DigestName = keyof typeof digestNames;
export const SHA256_BYTES = 32;

const known: readonly DigestName[] = ["sha256", "sha384", "sha512"];
/** Throws `weak` for any other. */
export function digestName(oid: string): DigestName {
  const name = known.find((one) => digestNames[one] === oid);
  if (name === undefined) throw new TimestampError("weak");
  return name;
}

const PSS = "1.2.840.113549.1.1.10";
type Scheme = { readonly key: "rsa" | "ec"; readonly digest: DigestName | null };
/** Those without a digest of their own take the signer's. */
const schemes: Readonly<Record<string, Scheme>> = {
  "1.2.840.113549.1.1.1": { key: "rsa", digest: null },
  "1.2.840.113549.1.1.11": { key: "rsa", digest: "sha256" },
  "1.2.840.113549.1.1.12": { key: "rsa", digest: "sha384" },
  "1.2.840.113549.1.1.13": { key: "rsa", digest: "sha512" },
  "1.2.840.10045.2.1": { key: "ec", digest: null },
  "1.2.840.10045.4.3.2": { key: "ec", digest: "sha256" },
  "1.2.840.10045.4.3.3": { key: "ec", digest: "sha384" },
  "1.2.840.10045.4.3.4": { key: "ec", digest: "sha512" },
};

/** Of RSASSA-PSS, whose parameters name the digest once more for its mask: both have to be the same. */
function pss(algorithm: AlgorithmIdentifier): { readonly digest: DigestName; readonly saltLength: number } {
  const parameters = new RSASSAPSSParams({ schema: algorithm.algorithmParams });
  const digest = digestName(parameters.hashAlgorithm.algorithmId);
  const mask: unknown = parameters.maskGenAlgorithm.algorithmParams?.valueBlock?.value?.[0]?.valueBlock?.toString();
  if (mask !== digestNames[digest]) throw new TimestampError("weak");
  return { digest, saltLength: parameters.saltLength };
}

/** By OpenSSL's names: NIST's and Brainpool's of 256 bits and more. */
const curves = /^(prime256v1|secp(384|521)r1|brainpoolP(256|320|384|512)[rt]1)$/;

/** Throws `weak` for a key that is short or of another kind. */
function assertStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, kind: "rsa" | "ec"): void {
  const { modulusLength = 0, namedCurve = "" } = asymmetricKeyDetails ?? {};
  const strong = kind === "ec" ? asymmetricKeyType === "ec" && curves.test(namedCurve) : (asymmetricKeyType === "rsa" || asymmetricKeyType === "rsa-pss") && modulusLength >= 2048;
  if (!strong) throw new TimestampError("weak");
}

/** Throws `forged`, or `weak` where the algorithm is none that is relied on. */
export function assertSigned(data: Uint8Array, signature: Uint8Array, key: KeyObject, algorithm: AlgorithmIdentifier, signers: DigestName): void {
  if (algorithm.algorithmId === PSS) {
    assertStrong(key, "rsa");
    const { digest, saltLength } = pss(algorithm);
    if (digest !== signers) throw new TimestampError("weak");
    if (!verify(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)) throw new TimestampError("forged");
    return;
  }
  const scheme = schemes[algorithm.algorithmId];
  if (scheme === undefined || (scheme.digest ?? signers) !== signers) throw new TimestampError("weak");
  assertStrong(key, scheme.key);
  if (!verify(signers, data, key, signature)) throw new TimestampError("forged");
}

/** Whether a certificate is signed by a way that is relied on; with `issuer`'s key, which is looked at too. Throws `weak`. */
export function assertStronglyIssued(algorithm: AlgorithmIdentifier, issuer: X509Certificate): void {
  if (algorithm.algorithmId === PSS) {
    pss(algorithm);
    return assertStrong(issuer.publicKey, "rsa");
  }
  const scheme = schemes[algorithm.algorithmId];
  if (!scheme?.digest) throw new TimestampError("weak");
  assertStrong(issuer.publicKey, scheme.key);
}
