import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { bodyOf, listening, sealer } from "./listening";

/**
 * AWS KMS as its API reference describes it (JSON 1.1, `Encrypt` and `Decrypt`), with one key and one pair of credentials.
 * It refuses what is not signed for it (AWS Signature Version 4), names no key, or brings another encryption context.
 */
export const CREDENTIALS = { id: "AKIATESTTESTTESTTEST", secret: "a-secret-of-a-test/that-signs-nothing-else" };
export const REGION = "eu-north-1";

const Request = z.strictObject({
  KeyId: z.string(),
  EncryptionContext: z.record(z.string(), z.string()).refine((context) => Object.keys(context).length > 0),
  Plaintext: z.base64().optional(),
  CiphertextBlob: z.base64().optional(),
});

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, data: string) => createHmac("sha256", key).update(data).digest();

/** Signature Version 4: whether who has the secret signed this very request. */
function isSigned({ headers, method, url }: IncomingMessage, body: Buffer): boolean {
  const [, id, date = "", region = "", service = "", signed = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(headers.authorization ?? "") ?? [];
  if (id !== CREDENTIALS.id || region !== REGION || service !== "kms") return false;
  const names = signed.split(";");
  if (!["host", "x-amz-date", "x-amz-target"].every((name) => names.includes(name))) return false;
  const canonical = [method, url, "", ...names.map((name) => `${name}:${String(headers[name]).trim()}`), "", signed, sha256(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${CREDENTIALS.secret}`);
  return hmac(key, toSign).toString("hex") === signature;
}

export async function startAwsKms({ key = "alias/vouchsafe", delayMs = 0 } = {}) {
  const { seal, open } = sealer();
  /** What was asked for, in order, each with the context that it brought. */
  const asked: { action: string; context: Record<string, string> }[] = [];
  /** What it answers instead, until it is told otherwise. */
  const mood: { refuses: string | null; silent: boolean } = { refuses: null, silent: false };

  async function answer(request: IncomingMessage): Promise<[number, object]> {
    const body = await bodyOf(request);
    const action = /^TrentService\.(Encrypt|Decrypt)$/.exec(String(request.headers["x-amz-target"]))?.[1];
    const fault = (name: string): [number, object] => [400, { __type: name, message: `arn:aws:kms:${REGION}:123456789012:a-message` }];
    if (!action || request.headers["content-type"] !== "application/x-amz-json-1.1") return fault("InvalidAction");
    if (!isSigned(request, body)) return fault("InvalidSignatureException");
    if (mood.refuses) return fault(mood.refuses);
    const { KeyId, EncryptionContext, Plaintext, CiphertextBlob } = Request.parse(JSON.parse(body.toString("utf8")));
    if (KeyId !== key) return fault("NotFoundException");
    asked.push({ action, context: EncryptionContext });
    await sleep(delayMs);
    const bound = Buffer.from(JSON.stringify(Object.entries(EncryptionContext).toSorted(([one], [two]) => (one < two ? -1 : 1))));
    if (action === "Encrypt") return [200, { KeyId, CiphertextBlob: seal(Buffer.from(Plaintext!, "base64"), bound).toString("base64") }];
    const opened = open(Buffer.from(CiphertextBlob!, "base64"), bound);
    return opened ? [200, { KeyId, Plaintext: opened.toString("base64") }] : fault("InvalidCiphertextException");
  }

  const { endpoint, ...listener } = await listening((request, response) => {
    if (mood.silent) return;
    answer(request).then(
      ([status, body]) => response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
  return { endpoint, ...listener, asked, mood, settings: { key, region: REGION, endpoint } };
}
