import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();
const text = (word: string) => Buffer.from([0x60 + word.length, ...Buffer.from(word)]);
const bytes = (some: Uint8Array) => Buffer.concat([Buffer.from([0x59, some.length >> 8, some.length & 0xff]), some]);

/** What an authenticator and a browser do otherwise than they should. */
type Wrong = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly verified?: boolean;
  readonly counter?: number;
  /** Of whoever made it, in DER. */
  readonly certificate?: Uint8Array;
};

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** A passkey in software (WebAuthn level 3, 6.1 and 6.5): one key on P-256, as a telephone would hold it. */
export class Authenticator {
  readonly id = randomBytes(32);
  readonly #key: KeyObject;
  readonly #cose: Buffer;
  counter = 0;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.#key = privateKey;
    // A CBOR map: kty EC2, alg ES256, crv P-256, x, y.
    this.#cose = Buffer.concat([
      Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]), Buffer.from(x, "base64url"),
      Buffer.from([0x22, 0x58, 32]), Buffer.from(y, "base64url"),
    ]);
  }

  #data(wrong: Wrong, flags: number, rest: Uint8Array = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wrong.counter ?? (this.counter += 1));
    const verified = (wrong.verified ?? true) ? VERIFIED : 0;
    return Buffer.concat([sha256(wrong.rpId ?? "localhost"), Buffer.from([PRESENT | verified | flags]), counter, rest]);
  }

  #client(type: string, challenge: string, wrong: Wrong): Buffer {
    const origin = wrong.origin ?? "http://localhost:3000";
    return Buffer.from(JSON.stringify({ type: wrong.type ?? type, challenge, origin, crossOrigin: false }));
  }

  make(challenge: string, wrong: Wrong = {}) {
    const length = Buffer.from([0, this.id.length]);
    const data = this.#data(wrong, ATTESTED, Buffer.concat([Buffer.alloc(16), length, this.id, this.#cose]));
    const statement = wrong.certificate
      ? Buffer.concat([Buffer.from([0xa1]), text("x5c"), Buffer.from([0x81]), bytes(wrong.certificate)])
      : Buffer.from([0xa0]);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]), text("fmt"), text(wrong.certificate ? "packed" : "none"), text("attStmt"), statement,
      text("authData"), bytes(data),
    ]);
    return {
      id: b64(this.id),
      rawId: b64(this.id),
      type: "public-key" as const,
      response: {
        clientDataJSON: b64(this.#client("webauthn.create", challenge, wrong)),
        attestationObject: b64(attestationObject),
        transports: ["internal" as const],
      },
      clientExtensionResults: { prf: { enabled: true } },
    };
  }

  sign(challenge: string, wrong: Wrong = {}) {
    const client = this.#client("webauthn.get", challenge, wrong);
    const data = this.#data(wrong, 0);
    const signature = createSign("sha256").update(Buffer.concat([data, sha256(client)])).sign(this.#key);
    return {
      id: b64(this.id),
      rawId: b64(this.id),
      type: "public-key" as const,
      response: { clientDataJSON: b64(client), authenticatorData: b64(data), signature: b64(signature) },
      clientExtensionResults: {},
    };
  }
}
