/**
 * A key in AWS KMS, or in whatever speaks its API. The place is the encryption context: KMS decrypts with the same one
 * only. Credentials are found as every AWS program finds them.
 */
import type { KMSClient } from "@aws-sdk/client-kms";
import { VaultError } from "../error";
import type { KeyHolder } from "./holder";
import { remoteHolder } from "./remote";

export type AwsKmsSettings = { readonly key: string; readonly region: string; readonly endpoint?: string | undefined };

const CONNECT_MS = 2000;
/** For one request with its repetitions. */
const PATIENCE_MS = 8000;

/** What KMS says where something was encrypted by another key, for another place, or is damaged. */
const notIts = new Set(["InvalidCiphertextException", "IncorrectKeyException"]);

export function awsKmsHolder({ key, region, endpoint }: AwsKmsSettings, patienceMs: number = PATIENCE_MS): KeyHolder {
  let made: KMSClient | undefined;
  // Loaded by those who use it: it is large, and most instances never do.
  async function kms() {
    const { KMSClient, EncryptCommand, DecryptCommand } = await import("@aws-sdk/client-kms");
    const client = (made ??= new KMSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      maxAttempts: 3,
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: patienceMs },
    }));
    return { client, EncryptCommand, DecryptCommand };
  }
  const context = (place: Uint8Array) => ({ "vouchsafe-place": Buffer.from(place).toString("hex") });
  const within = () => ({ abortSignal: AbortSignal.timeout(patienceMs) });

  return remoteHolder("aws-kms", key, {
    async encrypt(plain, place) {
      const { client, EncryptCommand } = await kms();
      const command = new EncryptCommand({ KeyId: key, Plaintext: plain, EncryptionContext: context(place) });
      const { CiphertextBlob: encrypted } = await client.send(command, within()).catch(unavailable);
      if (!encrypted) throw new VaultError("unavailable", "no-ciphertext");
      return encrypted;
    },
    async decrypt(encrypted, place) {
      const { client, DecryptCommand } = await kms();
      const command = new DecryptCommand({ KeyId: key, CiphertextBlob: encrypted, EncryptionContext: context(place) });
      const answer = await client.send(command, within()).catch((error: unknown) => {
        if (error instanceof Error && notIts.has(error.name)) return null;
        return unavailable(error);
      });
      return answer?.Plaintext ?? null;
    },
  });
}

/** Its name says what kind of refusal it was. Its message may name an account, and stays out. */
function unavailable(error: unknown): never {
  throw new VaultError("unavailable", error instanceof Error ? error.name : "unknown");
}
