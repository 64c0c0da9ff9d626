// @ts-check
/**
 * What an authority of time said of some bytes (RFC 3161), checked down to the root that lies beside it. Whether to trust that root is for
 * whoever reads, who compares its fingerprint. Whether a certificate was revoked is asked of nobody. Stands in `verify.html` too.
 *
 * @import { Block } from "./der.mjs"
 * @import { Certificate } from "./certificate.mjs"
 * @typedef {{ readonly at: string, readonly by: string, readonly root: string, readonly fingerprint: string, readonly checked: boolean }} Stamp fingerprint: of the root, SHA-256, as `openssl x509 -fingerprint -sha256` writes it; checked: false where a signature is of a kind that no browser computes
 */
import { bodyOf, inside, instantOf, OCTETS, oidOf, oneBlock, SET, smallOf, Unreadable } from "./der.mjs";
import { certificatesIn, depthOf, digestBy, isAuthority, signedWith, Unable, Weak } from "./certificate.mjs";
import { hex, sha256, Wrong } from "./proofs.mjs";

const CMS = "1.2.840.113549.1.9";
const TIMES = "1.3.6.1.5.5.7.3.8";
const USE = "2.5.29.15";
const USES = "2.5.29.37";
/** What is looked at here, or changes nothing here: what a key is for, issuers, policies, other names. A condition beside them is not understood. */
const UNDERSTOOD = [USE, USES, "2.5.29.19", "2.5.29.32", "2.5.29.17"];
const SHA256 = "2.16.840.1.101.3.4.2.1";

/**
 * @param {Uint8Array} token @param {string} pem from the signer's certificate to the root @param {Uint8Array} data what is said to have been stamped
 * @param {string} where @returns {Promise<Stamp>} Throws Wrong
 */
export async function stampOn(token, pem, data, where) {
  try {
    return await readStamp(new Uint8Array(token), certificatesIn(pem), await sha256(data), where);
  } catch (error) {
    if (error instanceof Wrong) throw error;
    throw new Wrong("stamp-unreadable", where);
  }
}

/** @param {Uint8Array<ArrayBuffer>} token @param {readonly Certificate[]} chain @param {Uint8Array} digest @param {string} where @returns {Promise<Stamp>} */
async function readStamp(token, chain, digest, where) {
  const [type, content] = inside(oneBlock(token));
  if (oidOf(type) !== "1.2.840.113549.1.7.2") throw new Unreadable();
  const data = inside(oneBlock(bodyOf(content, 0xa0)));
  const [statementType, wrapped] = inside(data[2]);
  const [info, ...others] = inside(data.at(-1), SET);
  if (oidOf(statementType) !== `${CMS}.16.1.4` || others.length > 0) throw new Unreadable();
  const statement = bodyOf(oneBlock(bodyOf(wrapped, 0xa0)), OCTETS);
  const { imprint, at } = said(statement);
  if (imprint !== hex(digest)) throw new Wrong("stamp-other", where);
  const [signer] = chain;
  const root = chain.at(-1);
  if (!signer || !root || chain.length < 2) throw new Wrong("stamp-untrusted", where);
  const checked = await possible(async () => {
    if (!(await isSignedBy(info, statement, signer, chain))) throw new Wrong("stamp-forged", where);
    if (!isForTimes(signer) || !(await leads(chain, at))) throw new Wrong("stamp-untrusted", where);
  });
  const fingerprint = hex(await sha256(root.whole)).toUpperCase().replaceAll(/..(?=.)/g, "$&:");
  return { at: new Date(at).toISOString(), by: signer.name, root: root.name, fingerprint, checked };
}

/** False where no browser can. @param {() => Promise<void>} check */
async function possible(check) {
  try {
    await check();
    return true;
  } catch (error) {
    if (error instanceof Unable) return false;
    throw error;
  }
}

/** @param {Uint8Array<ArrayBuffer>} statement */
function said(statement) {
  const [version, , about, , time] = inside(oneBlock(statement));
  const [algorithm, hashed] = inside(about);
  if (smallOf(version) !== 1) throw new Unreadable();
  // Of another digest than this it is of something else.
  return { imprint: oidOf(inside(algorithm)[0]) === SHA256 ? hex(bodyOf(hashed, OCTETS)) : "", at: instantOf(time) };
}

/** The value of an attribute that stands once and has one. @param {readonly Block[]} attributes @param {string} oid */
function attribute(attributes, oid) {
  const found = attributes.map((one) => inside(one)).filter(([name]) => oidOf(name) === oid);
  const [value, ...more] = found.length === 1 ? inside(found[0]?.[1], SET) : [];
  if (found.length > 1 || more.length > 0) throw new Unreadable();
  return value;
}

/** Whether this certificate's key signed the statement, and is named in what it signed. @param {Block | undefined} info @param {Uint8Array<ArrayBuffer>} statement @param {Certificate} signer @param {readonly Certificate[]} chain */
async function isSignedBy(info, statement, signer, chain) {
  const [, sid, digestAlgorithm, signedAttributes, method, signature] = inside(info);
  const attributes = inside(signedAttributes, 0xa0);
  if (!method || !signedAttributes || oidOf(attribute(attributes, `${CMS}.3`)) !== `${CMS}.16.1.4`) throw new Unreadable();
  const by = digestBy(digestAlgorithm);
  const hashed = new Uint8Array(await crypto.subtle.digest(by, statement));
  if (hex(bodyOf(attribute(attributes, `${CMS}.4`), OCTETS)) !== hex(hashed)) return false;
  if (!isCalled(sid, signer) || !(await isNamed(attributes, chain))) return false;
  // What is signed is the set itself, not the field that it stands in (RFC 5652 §5.4).
  const set = Uint8Array.from(signedAttributes.whole);
  set[0] = SET;
  return signedWith(signer.key, method, by, set, bodyOf(signature, OCTETS));
}

/** @param {Block | undefined} sid @param {Certificate} signer */
function isCalled(sid, { issuer, serial, extensions }) {
  if (sid?.tag === 0x80) {
    const own = extensions.get("2.5.29.14");
    return own !== undefined && hex(bodyOf(oneBlock(own.value), OCTETS)) === hex(sid.body);
  }
  const [name, number] = inside(sid);
  return name !== undefined && hex(name.whole) === hex(issuer) && hex(bodyOf(number, 0x02)) === hex(serial);
}

/**
 * Of what was signed, certificates by their digests: first the signer's, then others on its way. The older attribute knows SHA-1 only, which is enough
 * beside a way to a root. @param {readonly Block[]} attributes @param {readonly Certificate[]} chain
 */
async function isNamed(attributes, chain) {
  const lists = [attribute(attributes, `${CMS}.16.2.47`), attribute(attributes, `${CMS}.16.2.12`)];
  if (!lists.some(Boolean)) throw new Unreadable();
  for (const [older, list] of lists.entries()) {
    if (!list) continue;
    const ids = inside(inside(list)[0]);
    if (ids.length === 0) throw new Unreadable();
    for (const [nth, id] of ids.entries()) {
      const [first, second] = inside(id);
      const isBare = first?.tag === OCTETS;
      const by = older ? "SHA-1" : isBare ? "SHA-256" : digestBy(first);
      const expected = hex(bodyOf(isBare ? first : second, OCTETS));
      const digests = await Promise.all(chain.map(async ({ whole }) => hex(new Uint8Array(await crypto.subtle.digest(by, whole)))));
      if (nth === 0 ? digests[0] !== expected : !digests.includes(expected)) return false;
    }
  }
  return true;
}

const SIGNS = 0b1100_0000;

/** For times and for nothing else, and says so as something that binds (RFC 3161 §2.3). @param {Certificate} signer */
function isForTimes(signer) {
  const [uses, use] = [signer.extensions.get(USES), signer.extensions.get(USE)];
  if (!uses?.critical || isAuthority(signer)) return false;
  const [only, ...more] = inside(oneBlock(uses.value));
  if (more.length > 0 || oidOf(only) !== TIMES) return false;
  if (!use) return true;
  const [, first = 0, ...rest] = bodyOf(oneBlock(use.value), 0x03);
  return (first & SIGNS) !== 0 && (first & ~SIGNS) === 0 && rest.every((byte) => byte === 0);
}

/** Whether each is issued by the next, and the last by itself, and all were valid then. @param {readonly Certificate[]} chain @param {number} at */
async function leads(chain, at) {
  for (const [nth, one] of chain.entries()) {
    const issuer = chain[nth + 1] ?? one;
    if (at < one.from || at > one.until || !isAuthority(issuer)) return false;
    if (nth > 0 && depthOf(one) < nth - 1) return false;
    if ([...one.extensions].some(([name, { critical }]) => critical && !UNDERSTOOD.includes(name))) return false;
    if (!(await isIssued(one, issuer))) return false;
  }
  return true;
}

/** @param {Certificate} one @param {Certificate} issuer */
async function isIssued({ method, told, signature }, issuer) {
  try {
    return await signedWith(issuer.key, method, null, told, signature);
  } catch (error) {
    // A root signs itself as it likes: it is trusted for its fingerprint, or not at all.
    if (error instanceof Weak && told === issuer.told) return true;
    throw error;
  }
}
