/** The signature around a statement: a CMS SignedData (RFC 5652) by one signer, who is named in what is signed. */
import { createHash, hash } from "node:crypto";
import { type BaseBlock, Constructed, fromBER, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import { type Attribute, type ContentInfo, IssuerAndSerialNumber, SignedData, type SignerInfo } from "pkijs";
import { assertSigned, type Bytes, digestName } from "./algorithms";
import { type Read, readCertificate } from "./certificates";
import { TimestampError } from "./fault";

const oids = {
  signedData: "1.2.840.113549.1.7.2",
  statement: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
} as const;

/** Class of a tag that is numbered where it stands. */
const CONTEXT = 3;
const MOST_BROUGHT = 16;

/** What was signed, by whom, what else came along to say who that is, and which certificates have to be on its way to a root. */
export type Signed = { readonly statement: Bytes; readonly signer: Read; readonly brought: readonly Read[]; readonly onItsWay: readonly Check[] };

const malformed = () => new TimestampError("malformed");

/** The value of an attribute that stands once and has one. */
function attribute(attributes: readonly Attribute[], oid: string): BaseBlock | undefined {
  const found = attributes.filter(({ type }) => type === oid);
  if (found.length === 0) return undefined;
  if (found.length > 1 || found[0]!.values.length !== 1) throw malformed();
  return found[0]!.values[0] as BaseBlock;
}

const inside = (block: BaseBlock | undefined): readonly BaseBlock[] => {
  if (!(block instanceof Sequence)) throw malformed();
  return block.valueBlock.value;
};
const bytesOf = (block: BaseBlock | undefined): Buffer => {
  if (!(block instanceof OctetString)) throw malformed();
  return Buffer.from(block.getValue());
};

type Check = (one: Read) => boolean;

/**
 * Of each attribute, certificates by their digests: first the signer's, then others on its way to a root. The older attribute knows SHA-1
 * only, which is enough beside a way to a root that is pinned.
 */
function named(attributes: readonly Attribute[]): readonly (readonly Check[])[] {
  const [v2, v1] = [attribute(attributes, oids.signingCertificateV2), attribute(attributes, oids.signingCertificate)];
  const byDigest = (id: BaseBlock): Check => {
    const parts = inside(id);
    // SHA-256 where none is named.
    const [algorithm, digest] = parts[0] instanceof OctetString ? [undefined, parts[0]] : [inside(parts[0])[0], parts[1]];
    if (algorithm !== undefined && !(algorithm instanceof ObjectIdentifier)) throw malformed();
    const by = algorithm === undefined ? "sha256" : digestName(algorithm.getValue());
    const expected = bytesOf(digest);
    return ({ der }) => hash(by, der, "buffer").equals(expected);
  };
  const bySha1 = (id: BaseBlock): Check => {
    const expected = bytesOf(inside(id)[0]);
    return ({ x509 }) => Buffer.from(x509.fingerprint.replaceAll(":", ""), "hex").equals(expected);
  };
  return [v2 ? [inside(inside(v2)[0]).map(byDigest)] : [], v1 ? [inside(inside(v1)[0]).map(bySha1)] : []].flat();
}

function isOf(info: SignerInfo, { parts }: Read): boolean {
  const { sid } = info;
  if (sid instanceof IssuerAndSerialNumber) return sid.issuer.isEqual(parts.issuer) && sid.serialNumber.isEqual(parts.serialNumber);
  const key = parts.extensions?.find(({ extnID }) => extnID === "2.5.29.14")?.parsedValue as unknown;
  // Written as [0] IMPLICIT: its bytes are the identifier.
  return key instanceof OctetString && sid?.valueBlock?.valueHexView !== undefined && Buffer.from(sid.valueBlock.valueHexView as Uint8Array).equals(bytesOf(key));
}

/** Throws `malformed`, `weak`, `another-signer`, `forged`. */
export function openToken(content: ContentInfo, known: readonly Read[]): Signed {
  if (content.contentType !== oids.signedData) throw malformed();
  const data = new SignedData({ schema: content.content });
  const [info, ...others] = data.signerInfos;
  const { eContentType, eContent } = data.encapContentInfo;
  if (!info || others.length > 0 || eContentType !== oids.statement || !eContent) throw malformed();
  const statement = new Uint8Array(eContent.getValue());

  const signedAttributes = info.signedAttrs;
  if (!signedAttributes) throw malformed();
  const { attributes } = signedAttributes;
  const type = attribute(attributes, oids.contentType);
  if (!(type instanceof ObjectIdentifier) || type.getValue() !== oids.statement) throw malformed();
  const digests = digestName(info.digestAlgorithm.algorithmId);
  if (!createHash(digests).update(statement).digest().equals(bytesOf(attribute(attributes, oids.messageDigest)))) throw new TimestampError("forged");

  const brought = certificatesIn(content.content);
  const lists = named(attributes);
  if (lists.length === 0 || lists.some(({ length }) => length === 0 || length > MOST_BROUGHT)) throw malformed();
  const signer = [...brought, ...known].find((one) => isOf(info, one) && lists.every(([first]) => first!(one)));
  if (!signer) throw new TimestampError("another-signer");
  assertSigned(asSet(signedAttributes.encodedValue), info.signature.valueBlock.valueHexView, signer.x509.publicKey, info.signatureAlgorithm, digests);
  return { statement, signer, brought, onItsWay: lists.flatMap(([, ...rest]) => rest) };
}

/** Byte by byte as they came. */
function certificatesIn(signedData: unknown): readonly Read[] {
  if (!(signedData instanceof Sequence)) throw malformed();
  const set = signedData.valueBlock.value.find(({ idBlock }) => idBlock.tagClass === CONTEXT && idBlock.tagNumber === 0);
  if (set === undefined) return [];
  if (!(set instanceof Constructed) || set.valueBlock.value.length > MOST_BROUGHT) throw malformed();
  // What is no certificate in it, but one of attributes, is passed over.
  return set.valueBlock.value.filter((one) => one instanceof Sequence).map(({ valueBeforeDecodeView }) => readCertificate(valueBeforeDecodeView));
}

/** What is signed is the set itself, not the field that it stands in (RFC 5652, 5.4). */
function asSet(encoded: ArrayBuffer | Uint8Array): Uint8Array {
  const set = new Uint8Array(encoded).slice();
  set[0] = 0x31;
  if (fromBER(set).offset !== set.length) throw malformed();
  return set;
}
