/**
 * Certificates and the way from one to a root. OpenSSL, by way of Node, says who issued whom; pkijs reads what is in them. Its own engine
 * of chains is not used: of two authorities that issue one another, as an answer may bring along, it makes a chain without an end.
 */
import { X509Certificate } from "node:crypto";
import type { BitString } from "asn1js";
import { type AltName, type BasicConstraints, Certificate, type ExtKeyUsage, type Extension, type GeneralName, RelativeDistinguishedNames } from "pkijs";
import { assertStronglyIssued, type Bytes } from "./algorithms";
import { TimestampError } from "./fault";

/** One certificate, read twice. */
export type Read = { readonly der: Bytes; readonly x509: X509Certificate; readonly parts: Certificate };

/** Whom an operator trusts to tell the time: what is signed by itself is a root, anything else helps to get there. */
export type TrustedRoots = { readonly roots: readonly Read[]; readonly between: readonly Read[] };

const MOST_BYTES = 64 * 1024;
const MOST = 16;
/** Certificates from signer to root. */
const LONGEST = 6;
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const oids = { keyUsage: "2.5.29.15", basicConstraints: "2.5.29.19", extendedKeyUsage: "2.5.29.37", policies: "2.5.29.32", otherNames: "2.5.29.17" } as const;
/** Those that are looked at here, or change nothing here. A critical one beside them is not understood. */
const understood: readonly string[] = Object.values(oids);

export function readCertificate(der: Uint8Array): Read {
  const own = new Uint8Array(der);
  return { der: own, x509: new X509Certificate(own), parts: Certificate.fromBER(own) };
}

export const isSame = (a: Read, b: Read): boolean => a.x509.raw.equals(b.x509.raw);

const isRoot = ({ x509 }: Read): boolean => x509.checkIssued(x509) && x509.verify(x509.publicKey);

/** What an operator's file says. Throws Error, in words for them, for one that trusts nobody or cannot be read. */
export function readRoots(pem: string): TrustedRoots {
  if (pem.length > MOST_BYTES) throw new Error("The file of certificates is too large.");
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  if (texts.length > MOST) throw new Error("There are too many certificates in the file.");
  const all = texts.map((text) => {
    try {
      return readCertificate(new X509Certificate(text).raw);
    } catch {
      throw new Error("A certificate of the file cannot be read.");
    }
  });
  const roots = all.filter(isRoot);
  if (roots.length === 0) throw new Error("The file has no certificate in PEM that is signed by itself: it trusts nobody.");
  return { roots, between: all.filter((one) => !roots.includes(one)) };
}

const extension = ({ parts }: Read, oid: string): Extension | undefined => parts.extensions?.find(({ extnID }) => extnID === oid);

/** Whether a certificate has this name, as its first one or as another (RFC 3161, 2.4.2: *tsa*). */
export function isCalled(signer: Read, name: GeneralName): boolean {
  if (name.value instanceof RelativeDistinguishedNames && name.value.isEqual(signer.parts.subject)) return true;
  const bytesOf = (one: GeneralName) => Buffer.from((one.toSchema() as { toBER(): ArrayBuffer }).toBER());
  const others = extension(signer, oids.otherNames)?.parsedValue as AltName | undefined;
  return others?.altNames.some((other) => bytesOf(other).equals(bytesOf(name))) ?? false;
}

const SIGNS = 0b1100_0000;

/** Whether its key may sign, and where it is said what it is for, nothing else (digitalSignature, nonRepudiation). */
function onlySigns(signer: Read): boolean {
  const found = extension(signer, oids.keyUsage);
  if (!found) return true;
  const [first = 0, ...more] = (found.parsedValue as BitString).valueBlock.valueHexView;
  return (first & SIGNS) !== 0 && (first & ~SIGNS) === 0 && more.every((byte) => byte === 0);
}

/** Throws `not-for-time` unless a certificate is for time stamps and nothing else, and says so as something that binds (RFC 3161, 2.3). */
export function assertForTime(signer: Read): void {
  if (!onlySigns(signer)) throw new TimestampError("not-for-time");
  const found = extension(signer, oids.extendedKeyUsage);
  const uses = found?.parsedValue as ExtKeyUsage | undefined;
  if (!found?.critical || uses?.keyPurposes?.length !== 1 || uses.keyPurposes[0] !== TIME_STAMPING || signer.x509.ca) throw new TimestampError("not-for-time");
}

/** How many may stand between it and the signer's; none is said where that is not limited. */
function pathLength(authority: Read): number {
  const constraints = extension(authority, oids.basicConstraints)?.parsedValue as BasicConstraints | undefined;
  const length = constraints?.pathLenConstraint;
  if (length === undefined) return Number.POSITIVE_INFINITY;
  return typeof length === "number" ? length : Number(length.toBigInt());
}

/**
 * From `signer` to one of the roots, both included. Throws `unknown-root` where there is no way, `not-valid-then` where a certificate on it
 * was not valid `at` that instant, `weak` for a signature on it that is not relied on.
 */
export function chainOf(signer: Read, brought: readonly Read[], { roots, between }: TrustedRoots, at: Date): readonly Read[] {
  // Of one issuer's certificates, one that was valid then before one that was not.
  const isValid = ({ x509 }: Read): boolean => at >= x509.validFromDate && at <= x509.validToDate;
  const candidates = [...roots, ...between, ...brought].toSorted((a, b) => Number(isValid(b)) - Number(isValid(a)));
  const tried = new Set<Read>();
  const wayFrom = (from: Read, length: number): readonly Read[] | null => {
    if (roots.some((root) => isSame(root, from))) return [from];
    if (length === LONGEST) return null;
    for (const issuer of candidates) {
      // Each once: certificates that issue one another lead nowhere.
      if (tried.has(issuer) || isSame(issuer, from) || !issuer.x509.ca || !from.x509.checkIssued(issuer.x509)) continue;
      if (!from.x509.verify(issuer.x509.publicKey)) continue;
      tried.add(issuer);
      const rest = wayFrom(issuer, length + 1);
      if (rest !== null) return [from, ...rest];
    }
    return null;
  };
  const chain = wayFrom(signer, 1);
  // Nobody signs the time with the root itself.
  if (chain === null || chain.length < 2) throw new TimestampError("unknown-root");
  for (const [nth, one] of chain.entries()) {
    if (!isValid(one)) throw new TimestampError("not-valid-then");
    const issuer = chain[nth + 1];
    if (issuer) assertStronglyIssued(one.parts.signatureAlgorithm, issuer.x509);
    if (nth > 0 && pathLength(one) < nth - 1) throw new TimestampError("unknown-root");
    if (one.parts.extensions?.some(({ critical, extnID }) => critical && !understood.includes(extnID))) throw new TimestampError("unknown-root");
  }
  return chain;
}
