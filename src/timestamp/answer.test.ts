import { createHash, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, makeAuthority, type SignerName } from "../../tests/support/authority";
import { ANSWER_BYTES, makeRequest, readAnswer, readRoots, TimestampError, type TimestampRequest, type TrustedRoots } from ".";

const note = Buffer.from("vouchsafe/ours\n3\nAAAA\n");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const HOUR = 60 * 60 * 1000;

let ours: Authority;
let other: Authority;
let trusted: TrustedRoots;
let request: ReturnType<typeof makeRequest>;
let good: Buffer;
beforeAll(() => {
  [ours, other] = [makeAuthority("Ours"), makeAuthority("Other")];
  ours.employ();
  trusted = readRoots(ours.pem);
  request = makeRequest(sha256(note));
  good = ours.answer(request.der);
});
afterAll(() => {
  ours.close();
  other.close();
});

const said = (answer: Uint8Array, asked: TimestampRequest = request, now = new Date(), roots = trusted): string => {
  try {
    readAnswer(answer, asked, roots, now);
    return "taken";
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    return error.fault;
  }
};

/** DER of a tag around what is in it. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const granted = (token: Uint8Array) => der(0x30, der(0x30, der(0x02, Buffer.from([0]))), token);
/** What a stamp says, as DER, cut out of an answer: it begins with its version and the authority's policy. */
function statementOf(answer: Buffer): Buffer {
  const within = answer.indexOf(Buffer.from("02010106042a030401", "hex"));
  const short = answer[within - 2] === 0x30;
  const from = within - (short ? 2 : 3);
  return answer.subarray(from, within + answer[within - 1]!);
}
/** And without what stands behind it, the authority's name. */
function withoutNonce(statement: Buffer): Buffer {
  const nonce = statement.indexOf(Buffer.from(`0208${request.nonce.toString(16)}`, "hex"));
  return der(0x30, statement.subarray(statement.indexOf(Buffer.from("020101", "hex")), nonce));
}
const replaced = (bytes: Buffer, from: string | Uint8Array, to: string | Uint8Array): Buffer => {
  const [old, fresh] = [Buffer.from(from as string, "latin1"), Buffer.from(to as string, "latin1")];
  const at = bytes.indexOf(old);
  if (at < 0 || old.length !== fresh.length) throw new Error("There is nothing to replace.");
  return Buffer.concat([bytes.subarray(0, at), fresh, bytes.subarray(at + old.length)]);
};
const genTimeOf = (statement: Buffer): string => /\d{14}Z/.exec(statement.toString("latin1"))![0];
/** Without the name by which the signer of all others is called. */
const unnamed = (statement: Buffer): Buffer => {
  const nonce = Buffer.from(`0208${request.nonce.toString(16)}`, "hex");
  return der(0x30, statement.subarray(statement.indexOf(Buffer.from("020101", "hex")), statement.indexOf(nonce) + nonce.length));
};
const signedBy = (who: SignerName, ...rest: readonly string[]) => granted(ours.sign(who === "tsa" ? statementOf(good) : unnamed(statementOf(good)), who, ...rest));

describe("what an authority answers", () => {
  test("is taken with what it says, and stock openssl says the same of what is kept", () => {
    const before = Date.now() - 2000;
    const token = readAnswer(good, request, trusted, new Date());
    expect(token).toMatchObject({ policy: "1.2.3.4.1", accuracyMs: 1500 });
    expect(token.genTime.getTime()).toBeGreaterThan(before);
    expect(token.genTime.getTime()).toBeLessThan(Date.now() + 2000);
    expect(token.serial).toMatch(/^[1-9a-f][0-9a-f]*$/);
    expect(token.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(token.chain.endsWith(ours.pem)).toBe(true);
    expect(ours.verifies(token.der, note, ours.pem)).toBe(true);
    expect(ours.verifies(token.der, Buffer.from("else"), ours.pem)).toBe(false);
    expect(ours.verifies(token.der, note, other.pem)).toBe(false);
  });

  test("is asked for in a request of which no two are alike, and which names the digest and nothing else of ours", () => {
    const again = makeRequest(sha256(note));
    expect(again.nonce).not.toBe(request.nonce);
    expect(again.der.length).toBe(request.der.length);
    expect(Buffer.from(again.der).includes(sha256(note))).toBe(true);
    expect(() => makeRequest(Buffer.alloc(20))).toThrow(RangeError);
  });

  test("is taken by every way of signing that is relied on, with the authority between them from either side", () => {
    expect(signedBy("tsa").includes(Buffer.from("Ours between"))).toBe(true);
    for (const answer of [signedBy("tsa"), signedBy("rsa"), signedBy("rsa", "-cades", "-md", "sha512"), signedBy("rsa", "-cades", "-keyopt", "rsa_padding_mode:pss")])
      expect(said(answer)).toBe("taken");
    const older = readAnswer(ours.answer(request.der, "older", "between"), request, trusted, new Date());
    expect([older.accuracyMs, ours.verifies(older.der, note, ours.pem)]).toEqual([null, true]);
    const alone = granted(ours.sign(statementOf(good), "tsa", "-cades", "-keyid"));
    expect(said(alone)).toBe("taken");
    expect(said(signedBy("signs"))).toBe("taken");
    const called = Buffer.from("https://time.example/tsa");
    const under = (name: Uint8Array) => der(0x30, unnamed(statementOf(good)).subarray(2), der(0xa0, der(0x86, name)));
    expect(said(granted(ours.sign(under(called), "signs")))).toBe("taken");
    expect(said(granted(ours.sign(under(Buffer.from("https://time.example/tsb")), "signs")))).toBe("another-signer");
    const withBetween = readRoots(ours.pem + readAnswer(good, request, trusted, new Date()).chain);
    expect(withBetween.roots).toHaveLength(2);
    expect(said(good, request, new Date(), withBetween)).toBe("taken");
  });

  test("is taken where another certificate of the one between is over by then", () => {
    const inTwoDays = new Date(Date.now() + 48 * HOUR);
    const then = replaced(statementOf(good), genTimeOf(statementOf(good)), inTwoDays.toISOString().replaceAll(/[-:T]|\.\d+/g, ""));
    expect(said(granted(ours.sign(then)), request, inTwoDays, readRoots(ours.pem + ours.brief()))).toBe("taken");
  });

  const later = (ms: number) => new Date(Date.now() + ms);
  const statement = () => statementOf(good);
  const timed = (genTime: string) => granted(ours.sign(replaced(statement(), genTimeOf(statement()), genTime)));
  const wrong: readonly (readonly [string, string, () => string])[] = [
    ["for another request, replayed", "another-request", () => said(good, makeRequest(request.digest))],
    ["without a nonce", "another-request", () => said(granted(ours.sign(withoutNonce(statement()))))],
    ["of another digest", "another-digest", () => said(ours.answer(makeRequest(sha256(Buffer.from("else"))).der), request)],
    ["of another digest, for this request", "another-digest", () => said(good, { ...request, digest: new Uint8Array(sha256(Buffer.from("else"))) })],
    ["that names another algorithm beside the digest", "another-digest", () => said(granted(ours.sign(replaced(statement(), Buffer.from("608648016503040201", "hex"), Buffer.from("608648016503040208", "hex")))))],
    ["by another authority", "unknown-root", () => said(other.answer(request.der))],
    ["by an authority of the same name", "unknown-root", () => {
      const namesake = makeAuthority("Ours");
      try {
        return said(namesake.answer(request.der));
      } finally {
        namesake.close();
      }
    }],
    ["by issuers who issued one another", "unknown-root", () => said(granted(ours.signInCircle(unnamed(statement()))))],
    ["by whom a signer issued", "unknown-root", () => said(signedBy("nested"))],
    ["by whom somebody issued who may issue no issuers", "unknown-root", () => said(signedBy("deep"))],
    ["by a certificate with a condition that nobody here knows", "unknown-root", () => said(signedBy("odd"))],
    ["by a certificate for nothing in particular", "not-for-time", () => said(signedBy("no-use"))],
    ["by a certificate for other things too", "not-for-time", () => said(signedBy("more-uses"))],
    ["by a certificate that only mentions time", "not-for-time", () => said(signedBy("not-critical"))],
    ["by a certificate that enciphers", "not-for-time", () => said(signedBy("enciphers"))],
    ["by a certificate that enciphers as well as signs", "not-for-time", () => said(signedBy("signs-too"))],
    ["by somebody who calls themselves somebody else", "another-signer", () => said(granted(ours.sign(replaced(statement(), "Ours tsa", "Ours tsb"))))],
    ["by somebody in another's name", "another-signer", () => said(granted(ours.sign(statement(), "rsa")))],
    ["with a key that is too short", "weak", () => said(signedBy("short"))],
    ["by SHA-1", "weak", () => said(signedBy("tsa", "-cades", "-md", "sha1"))],
    ["that does not name its signer in what is signed", "malformed", () => said(signedBy("tsa", "-md", "sha256"))],
    ["without signed attributes", "malformed", () => said(signedBy("tsa", "-noattr"))],
    ["that names a certificate which is not on the way to its root", "another-signer", () => said(ours.answer(request.der, "older"))],
    ["without the signer's certificate", "another-signer", () => said(signedBy("tsa", "-cades", "-nocerts"))],
    ["whose statement was changed", "forged", () => said(replaced(good, genTimeOf(good), genTimeOf(good).replace(/^..../, "2020")))],
    ["whose signature was changed", "forged", () => said(Buffer.concat([good.subarray(0, -3), Buffer.from([good.at(-3)! ^ 1]), good.subarray(-2)]))],
    ["from before its certificate was valid", "not-valid-then", () => said(timed("20200101000000Z"))],
    ["from after its certificate was valid", "not-valid-then", () => said(timed("20990101000000Z"))],
    ["from another time than here", "another-time", () => said(good, request, later(2 * HOUR))],
    ["from a time to come", "another-time", () => said(good, request, later(-2 * HOUR))],
    ["of the thirty-first of February", "malformed", () => said(timed(`${genTimeOf(good).slice(0, 4)}0231000000Z`))],
    ["of no instant", "malformed", () => said(timed(genTimeOf(good).replace("Z", "+").replace(/^(.{14})./, "$1z")))],
    ["with something after it", "malformed", () => said(Buffer.concat([good, Buffer.from([0])]))],
    ["that ends early", "malformed", () => said(good.subarray(0, -1))],
    ["of nothing", "malformed", () => said(Buffer.alloc(0))],
    ["in HTML", "malformed", () => said(Buffer.from("<html>Sign in</html>"))],
    ["with a status and no stamp", "malformed", () => said(der(0x30, der(0x30, der(0x02, Buffer.from([0])))))],
    ["that is nothing but brackets", "malformed", () => said(Buffer.alloc(ANSWER_BYTES, Buffer.from("3080", "hex")))],
    ["that is larger than any", "too-large", () => said(Buffer.alloc(ANSWER_BYTES + 1))],
  ];
  test.each(wrong)("%s is refused: %s", (_, fault, told) => {
    expect(told()).toBe(fault);
  });

  test("of a digest that it does not stamp, and so refuses, is a refusal", () => {
    const asked = replaced(Buffer.from(request.der), Buffer.from("608648016503040201", "hex"), Buffer.from("608648016503040208", "hex"));
    expect(said(ours.answer(asked))).toBe("refused");
    expect(said(replaced(good, Buffer.from("3003020100", "hex"), Buffer.from("3003020102", "hex")))).toBe("refused");
  });

  test("with a byte of it changed says the same, or nothing", { timeout: 60_000 }, () => {
    const at = new Date();
    const { der: kept, ...whole } = readAnswer(good, request, trusted, at);
    expect(kept.length).toBeGreaterThan(1000);
    const faults = new Set<string>();
    // What certificates say is signed by others, and long: there, fewer.
    const certificates = whole.chain.split(/(?<=END CERTIFICATE-----\n)/).slice(0, 2).map((pem) => new X509Certificate(pem).raw);
    const isCertificate = (nth: number) => certificates.some((raw) => nth >= good.indexOf(raw) && nth < good.indexOf(raw) + raw.length);
    expect(good.filter((_byte, nth) => isCertificate(nth))).toHaveLength(certificates[0]!.length + certificates[1]!.length);
    for (let nth = 0; nth < good.length; nth += isCertificate(nth) ? 29 : 2) {
      const changed = Buffer.from(good);
      changed[nth]! ^= 1 << (nth * 5) % 8;
      try {
        expect({ ...whole, ...readAnswer(changed, request, trusted, at), der: kept }).toEqual({ ...whole, der: kept });
      } catch (error) {
        if (!(error instanceof TimestampError)) throw error;
        faults.add(error.fault);
      }
    }
    expect([...faults]).toEqual(expect.arrayContaining(["malformed", "forged", "another-signer", "weak"]));
  });
});

describe("whom an operator trusts", () => {
  test.each([
    ["nobody", () => "", /trusts nobody/],
    ["nobody who is a root", () => readAnswer(good, request, trusted, new Date()).chain.replace(ours.pem, ""), /trusts nobody/],
    ["a certificate that cannot be read", () => ours.pem.replace(/[A-Za-z]{8}/g, "AAAAAAAA"), /trusts nobody|cannot be read/],
    ["too many", () => ours.pem.repeat(17), /too many/],
    ["a file that is none", () => "x".repeat(70_000), /too large/],
  ])("is said in words where it is %s", (_, pem, words) => {
    expect(() => readRoots(pem())).toThrow(words);
  });
});
