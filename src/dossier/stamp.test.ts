import { createHash, X509Certificate } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, makeAuthority, type SignerName } from "../../tests/support/authority";
import { makeRequest, readAnswer, readKept, readRoots, TimestampError } from "~/timestamp";
import { inside, oneBlock } from "./der.mjs";
import { Wrong } from "./proofs.mjs";
import { stampOn, type Stamp } from "./stamp.mjs";

const note = Buffer.from("vouchsafe/ours\n3\nAAAA\n");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

let ours: Authority;
let good: Buffer;
let chain: string;
let statement: Buffer;
let genTime: string;
beforeAll(() => {
  ours = makeAuthority("Ours");
  ours.employ();
  const { der, ...request } = makeRequest(sha256(note));
  const token = readAnswer(ours.answer(der), request, readRoots(ours.pem), new Date());
  [good, chain] = [Buffer.from(token.der), token.chain];
  const data = inside(oneBlock(inside(oneBlock(token.der))[1]!.body));
  // Without the name by which the signer of all others is called, which stands last.
  const fields = inside(oneBlock(oneBlock(inside(data[2])[1]!.body).body)).slice(0, -1);
  const body = Buffer.concat(fields.map(({ whole }) => whole));
  statement = Buffer.concat([Buffer.from([0x30, 0x81, body.length]), body]);
  genTime = /\d{14}Z/.exec(statement.toString("latin1"))![0];
});
afterAll(() => ours.close());

const said = async (token: Uint8Array, pem = chain, data: Uint8Array = note): Promise<Stamp | string> => {
  try {
    return await stampOn(token, pem, data, "a.tst");
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    expect(error.fault.where).toBe("a.tst");
    return error.fault.code;
  }
};

/** The certificates that a token brings along, from its signer to the root, as a dossier has them. */
function wayOf(token: Uint8Array, who: string): string {
  const data = inside(oneBlock(inside(oneBlock(new Uint8Array(token)))[1]!.body));
  const all = [...(data.find(({ tag }) => tag === 0xa0) ? inside(data.find(({ tag }) => tag === 0xa0), 0xa0).map(({ whole }) => new X509Certificate(whole)) : []), new X509Certificate(ours.pem)];
  const way = [all.find(({ subject }) => subject === `CN=Ours ${who}`)!];
  for (let next: X509Certificate | undefined; (next = all.find((one) => way.at(-1)!.checkIssued(one) && !way.includes(one))); ) way.push(next);
  return way.map(String).join("");
}
const signedBy = (who: SignerName, ...rest: readonly string[]): [Buffer, string] => {
  const token = ours.sign(statement, who, ...rest);
  return [token, wayOf(ours.sign(statement, who), who)];
};
const timed = (at: string) => Buffer.from(statement.toString("latin1").replace(genTime, at), "latin1");

describe("a stamp in a dossier", () => {
  test("says when, who says so, and to which root that leads, by its fingerprint as openssl writes it", async () => {
    const [year, month, day, hour, minute, second] = /(....)(..)(..)(..)(..)(..)Z/.exec(genTime)!.slice(1);
    expect(await said(good)).toEqual({
      at: `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`, by: "Ours tsa", root: "Ours root",
      fingerprint: new X509Certificate(ours.pem).fingerprint256, checked: true,
    });
    expect(ours.verifies(good, note, ours.pem)).toBe(true);
  });

  test("is read by every way of signing that is relied on, as what took it from the authority reads it", async () => {
    const older = makeRequest(sha256(note));
    const answered = readAnswer(ours.answer(older.der, "older", "between"), older, readRoots(ours.pem), new Date());
    const ways: [Uint8Array, string][] = [
      signedBy("tsa"), signedBy("rsa"), signedBy("rsa", "-cades", "-md", "sha512"), signedBy("rsa", "-cades", "-keyopt", "rsa_padding_mode:pss"),
      signedBy("tsa", "-cades", "-keyid"), signedBy("signs"), [answered.der, answered.chain],
    ];
    for (const [token, pem] of ways) {
      const { genTime: at } = readKept(token, sha256(note), pem);
      expect(await said(token, pem)).toMatchObject({ at: at.toISOString(), checked: true });
    }
  });

  const wrong: readonly (readonly [string, string, () => [token: Uint8Array, pem?: string, data?: Uint8Array]])[] = [
    ["of something else", "stamp-other", () => [good, chain, Buffer.from("else")]],
    ["of another digest", "stamp-other", () => [ours.sign(Buffer.from(statement.toString("hex").replace("608648016503040201", "608648016503040208"), "hex")), chain]],
    ["whose time was changed", "stamp-forged", () => [Buffer.from(good.toString("latin1").replace(genTime, genTime.replace(/^..../, "2020")), "latin1")]],
    ["whose signature was changed", "stamp-forged", () => [good.with(good.length - 3, good.at(-3)! ^ 1)]],
    ["by somebody in another's name", "stamp-forged", () => [ours.sign(statement, "rsa"), chain]],
    ["by the key of another certificate", "stamp-forged", () => [good, wayOf(ours.sign(statement, "rsa"), "rsa")]],
    ["from before its certificates", "stamp-untrusted", () => [ours.sign(timed("20200101000000Z")), chain]],
    ["from after its certificates", "stamp-untrusted", () => [ours.sign(timed("20990101000000Z")), chain]],
    ["of no instant", "stamp-unreadable", () => [ours.sign(timed(`${genTime.slice(0, 4)}0231000000Z`)), chain]],
    ["that leads to no root", "stamp-untrusted", () => [good, chain.slice(0, chain.lastIndexOf("-----BEGIN"))]],
    ["without certificates", "stamp-untrusted", () => [good, ""]],
    ["that leads elsewhere", "stamp-untrusted", () => [good, chain.slice(0, chain.lastIndexOf("-----BEGIN")) + chain.slice(0, chain.indexOf("-----END CERTIFICATE-----\n") + 26)]],
    ...(["no-use", "more-uses", "not-critical", "enciphers", "signs-too", "odd", "nested", "deep"] as const).map(
      (who) => [`by a certificate that should not sign times: ${who}`, "stamp-untrusted", () => signedBy(who)] as const,
    ),
    ["with a key that is too short", "stamp-unreadable", () => signedBy("short")],
    ["by SHA-1", "stamp-unreadable", () => signedBy("tsa", "-cades", "-md", "sha1")],
    ["that does not name its signer in what is signed", "stamp-unreadable", () => signedBy("tsa", "-md", "sha256")],
    ["without signed attributes", "stamp-unreadable", () => signedBy("tsa", "-noattr")],
    ["with something after it", "stamp-unreadable", () => [Buffer.concat([good, Buffer.from([0])])]],
    ["that ends early", "stamp-unreadable", () => [good.subarray(0, -1)]],
    ["of nothing", "stamp-unreadable", () => [Buffer.alloc(0)]],
    ["in HTML", "stamp-unreadable", () => [Buffer.from("<html>Sign in</html>")]],
    ["that is nothing but brackets", "stamp-unreadable", () => [Buffer.alloc(4096, Buffer.from("3080", "hex"))]],
    ["beside certificates that cannot be read", "stamp-unreadable", () => [good, chain.replaceAll(/MII.{5}/g, "AAAAAAAA")]],
  ];
  const led = wrong.filter(([what]) => /another's name|another certificate/.test(what)).map(([, , made]) => made);
  test.each(wrong)("%s is %s", async (_, code, made) => {
    const [token, pem, data] = made();
    expect(await said(token, pem, data)).toBe(code);
    // And what takes stamps from authorities does not take it either, but for those to which other certificates lead than those beside it.
    if (!led.includes(made)) expect(() => readKept(token, sha256(data ?? note), pem ?? chain)).toThrow(TimestampError);
  });

  test("with a byte of it, or of the certificates beside it, changed says the same or is none", { timeout: 60_000 }, async () => {
    const whole = await said(good);
    const codes = new Set<unknown>();
    for (let nth = 0; nth < good.length; nth += 3) {
      const found = await said(good.with(nth, good[nth]! ^ (1 << (nth * 5) % 8)));
      if (typeof found === "string") codes.add(found);
      else expect(found).toEqual(whole);
    }
    expect(codes).toEqual(new Set(["stamp-forged", "stamp-other", "stamp-unreadable"]));
    const certificates = chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g)!.map((pem) => new X509Certificate(pem).raw);
    for (const [which, raw] of certificates.entries())
      for (let nth = 0; nth < raw.length; nth += 7) {
        const changed = certificates.map((one, n) => (n === which ? one.with(nth, one[nth]! ^ (1 << (nth * 5) % 8)) : one));
        const pem = changed.map((one) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(one).toString("base64")}\n-----END CERTIFICATE-----\n`).join("");
        const found = await said(good, pem);
        // A root that is another has another fingerprint.
        const isTold = typeof found === "string" || (which === 2 && found.fingerprint !== (whole as Stamp).fingerprint);
        expect({ which, nth, isTold }).toEqual({ which, nth, isTold: true });
      }
  });

  test("that is any bytes is none, and nothing breaks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(), async (bytes, at) => {
        expect(await said(bytes)).toBe("stamp-unreadable");
        const spliced = Buffer.concat([good.subarray(0, at % good.length), bytes, good.subarray((at % good.length) + bytes.length)]);
        const found = await said(spliced);
        expect(typeof found === "string" || spliced.length === good.length).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
