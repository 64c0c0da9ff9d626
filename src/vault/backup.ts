/**
 * What leaves the machine as a backup: age v1 (https://age-encryption.org/v1) as a stream, with memory for a few chunks, to the
 * X25519 recipient of whoever keeps backups. Their private half is on another machine, and stock `age -d -i` opens each file.
 */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { isCustodyRecipient } from "./custody";
import { VaultError } from "./error";
import type { Bytes } from "./format";

const identityLine = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Bytes> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield new Uint8Array(read.value);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A source of bytes as the stream that age takes: it is asked for no more than is read. */
function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await source.return?.();
    },
  });
}

/** Throws VaultError `recipient` for what is no age X25519 recipient. */
export async function sealToKeeper(plain: AsyncIterable<Uint8Array>, recipient: string): Promise<AsyncGenerator<Bytes>> {
  if (!isCustodyRecipient(recipient)) throw new VaultError("recipient");
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return chunks(await encrypter.encrypt(streamOf(plain)));
}

/**
 * Each chunk is authentic when it arrives; whether the file is whole is known only at the end. Throws VaultError `not-mine` where none
 * of the identities opens it, `damaged` for anything else that does not fit.
 */
export async function* openFromKeeper(sealed: AsyncIterable<Uint8Array>, identities: readonly string[]): AsyncGenerator<Bytes> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  let failed: unknown;
  // What goes wrong before age is its source's own: a digest that differs has a sentence of its own.
  async function* watched() {
    try {
      yield* sealed;
    } catch (error) {
      failed = error;
      throw error;
    }
  }
  try {
    yield* chunks(await decrypter.decrypt(streamOf(watched())));
  } catch (error) {
    if (failed !== undefined) throw failed;
    throw new VaultError(error instanceof Error && error.message.includes("no identity matched") ? "not-mine" : "damaged");
  }
}

/** The identities of a file as `age-keygen` writes it. None where there is none in it. */
export const identitiesIn = (file: string): string[] =>
  file.split(/\r?\n/).map((line) => line.trim()).filter((line) => identityLine.test(line));

/** A new identity file, and its recipient. */
export async function newKeeper(): Promise<{ file: string; recipient: string }> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return { file: `# public key: ${recipient}\n${identity}\n`, recipient };
}
