import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkpoint, parseCheckpoint, verifyCheckpoint } from "./checkpoint";
import { LedgerError } from "./error";
import { SigningKeyFileError } from "./keyfile";
import { createSigningKeyFile, loadSigner, openNote, parseNote, parseVerifierKey, signerFrom } from "./note";

// Known answers published with golang.org/x/mod/sumdb/note, whose format C2SP specifies.
const peterSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peterLine =
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const enochLine =
  "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "note-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
  return "opened";
};
const faultOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
  } catch (error) {
    if (error instanceof SigningKeyFileError) return error.fault;
    throw error;
  }
  return "loaded";
};
const seed = new Uint8Array(32).fill(7);
const signer = signerFrom("example.org/ledger", seed);
const head = { size: 1, frontier: new Uint8Array(32).fill(9) };

describe("a signed note", () => {
  test("is written as the reference implementation writes it", async () => {
    await writeFile(join(folder, "peter"), `${peterSecret}\n`, { mode: 0o600 });
    const peter = await loadSigner(join(folder, "peter"));
    expect(peter.verifierKey).toBe(peterKey);
    expect(peter.sign(text)).toBe(`${text}\n${peterLine}`);
  });

  test("is read as the reference implementation reads it, whoever else signed it", () => {
    expect(openNote(`${text}\n${peterLine}`, parseVerifierKey(peterKey))).toBe(text);
    expect(openNote(`${text}\n${peterLine}${enochLine}`, parseVerifierKey(peterKey))).toBe(text);
    expect(openNote(`${text}\n${peterLine}${enochLine}`, parseVerifierKey(enochKey))).toBe(text);
  });

  test("may hold empty lines: the last one ends the text", () => {
    const note = signer.sign("one\n\ntwo\n");
    expect(openNote(note, parseVerifierKey(signer.verifierKey))).toBe("one\n\ntwo\n");
  });

  test("that others signed is unsigned, and one that claims our name and key falsely is forged", () => {
    expect(codeOf(() => openNote(`${text}\n${enochLine}`, parseVerifierKey(peterKey)))).toBe("unsigned");
    const renamed = peterLine.replace("PeterNeumann", "CarmenSandiego");
    expect(codeOf(() => openNote(`${text}\n${renamed}`, parseVerifierKey(peterKey)))).toBe("unsigned");
    const rekeyed = peterLine.replace("x08g", "xxxx");
    expect(codeOf(() => openNote(`${text}\n${rekeyed}`, parseVerifierKey(peterKey)))).toBe("unsigned");
    expect(codeOf(() => openNote(`${text}!\n\n${peterLine}`, parseVerifierKey(peterKey)))).toBe("forged");
    const longer = `${peterLine.slice(0, 60)}ABCD${peterLine.slice(60)}`;
    expect(codeOf(() => openNote(`${text}\n${longer}`, parseVerifierKey(peterKey)))).toBe("forged");
    // One good signature does not save a note with a bad one by the same key.
    expect(codeOf(() => openNote(`${text}\n${peterLine}${longer}`, parseVerifierKey(peterKey)))).toBe("forged");
  });

  test.each([
    "",
    "\n",
    text,
    `${text}\n`,
    `${text}\n${peterLine.slice(0, -1)}`,
    `${text}${peterLine}`,
    `\u0001${text}\n${peterLine}`,
    `\r${text}\n${peterLine}`,
    `\t${text}\n${peterLine}`,
    `\ud800${text}\n${peterLine}`,
    `${text}\n${peterLine}Unexpected line.\n`,
    `${text}\n${peterLine.replace("PeterNeumann", "Bad Name")}`,
    `${text}\n${peterLine.replace("PeterNeumann", "Bad\u00a0Name")}`,
    `${text}\n${peterLine.replace("PeterNeumann", "Bad+Name")}`,
    `${text}\n${peterLine.replace("—", "-")}`,
    `${text}\n${peterLine.replace("AM=\n", "AN=\n")}`,
    `${text}\n${peterLine.replace("=\n", "\n")}`,
    `${text}\n${peterLine.replace("\n", " \n")}`,
    `${text}\n— PeterNeumann x08g\n`,
    `${text}\n${peterLine.repeat(101)}`,
  ])("is malformed: case %#", (note) => {
    expect(codeOf(() => openNote(note, parseVerifierKey(peterKey)))).toBe("malformed-note");
  });

  test("is not made of what a note may not hold", () => {
    for (const bad of ["no newline", "", "a\u0000b\n", "a\tb\n", "\ud800\n"]) {
      expect(codeOf(() => signer.sign(bad))).toBe("malformed-note");
    }
  });
});

describe("a verifier key", () => {
  test("is refused with any character missing or changed", () => {
    const survivors: string[] = [];
    for (let i = 0; i < peterKey.length; i++) {
      const changed = peterKey.slice(0, i) + String.fromCharCode(peterKey.charCodeAt(i) + 1) + peterKey.slice(i + 1);
      for (const bad of [changed, peterKey.slice(0, i), peterKey.slice(i + 1)]) {
        if (codeOf(() => parseVerifierKey(bad)) !== "malformed-key") survivors.push(bad);
      }
    }
    expect(survivors).toEqual([]);
  });

  test("is refused with another length or algorithm, its id adjusted to fit", () => {
    for (const bad of [
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ]) {
      expect(codeOf(() => parseVerifierKey(bad))).toBe("malformed-key");
    }
  });
});

describe("a checkpoint", () => {
  test("says what the head is, and is believed with the log's key only", () => {
    const note = checkpoint(head, signer);
    expect(parseCheckpoint(note)).toEqual({ origin: "example.org/ledger", size: 1, root: head.frontier });
    expect(verifyCheckpoint(note, signer.verifierKey)).toEqual(parseCheckpoint(note));
    const other = signerFrom("example.org/ledger", new Uint8Array(32).fill(8));
    expect(codeOf(() => verifyCheckpoint(note, other.verifierKey))).toBe("unsigned");
  });

  test("of an empty log has size 0 and the root of nothing", () => {
    expect(checkpoint({ size: 0, frontier: new Uint8Array() }, signer)).toMatch(
      /^example\.org\/ledger\n0\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example\.org\/ledger \S+\n$/u,
    );
  });

  test("with any character changed is refused", () => {
    const note = checkpoint(head, signer);
    const survivors: number[] = [];
    for (let i = 0; i < note.length; i++) {
      const changed = note.slice(0, i) + String.fromCharCode(note.charCodeAt(i) ^ 1) + note.slice(i + 1);
      if (codeOf(() => verifyCheckpoint(changed, signer.verifierKey)) === "opened") survivors.push(i);
    }
    expect(survivors).toEqual([]);
  });

  const root = Buffer.alloc(32, 9).toString("base64");
  test.each([
    `example.org/ledger\n1\n${root}\nextension\n`,
    `example.org/ledger\n1\n`,
    `example.org/ledger\n01\n${root}\n`,
    `example.org/ledger\n+1\n${root}\n`,
    `example.org/ledger\n-1\n${root}\n`,
    `example.org/ledger\n1e3\n${root}\n`,
    `example.org/ledger\n\n${root}\n`,
    `example.org/ledger\n9007199254740992\n${root}\n`,
    `example.org/ledger\n1\n${Buffer.alloc(31, 9).toString("base64")}\n`,
    `example.org/ledger\n1\n${root.replace("=", "")}\n`,
    `example.org/ledger\n1\n${root} \n`,
    `\n1\n${root}\n`,
  ])("is malformed, even when signed: case %#", (body) => {
    expect(codeOf(() => verifyCheckpoint(signer.sign(body), signer.verifierKey))).toBe("malformed-note");
  });

  test("that our key signed in another log's name is not ours", () => {
    const body = `example.org/other\n1\n${root}\n`;
    expect(codeOf(() => verifyCheckpoint(signer.sign(body), signer.verifierKey))).toBe("forged");
  });

  test("never crashes on what is not one", () => {
    fc.assert(
      fc.property(fc.string(), (junk) => {
        expect(codeOf(() => verifyCheckpoint(junk, signer.verifierKey))).toBe("malformed-note");
        expect(codeOf(() => parseNote(`${junk}\n\n— a b\n`))).toBe("malformed-note");
      }),
    );
  });
});

describe("a signing key file", () => {
  test("is made for its owner only, once, and read again as the same signer", async () => {
    const path = join(folder, "key");
    await createSigningKeyFile(path, "example.org/ledger");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const before = await readFile(path, "utf8");
    expect(await faultOf(createSigningKeyFile(path, "example.org/ledger"))).toBe("exists");
    expect(await readFile(path, "utf8")).toBe(before);
    expect(await readdir(folder)).toEqual(["key"]);
    const [one, two] = [await loadSigner(path), await loadSigner(path)];
    expect(one.name).toBe("example.org/ledger");
    expect(two.sign("x\n")).toBe(one.sign("x\n"));
    expect(JSON.stringify(one)).toBe(JSON.stringify({ name: one.name, verifierKey: one.verifierKey }));
  });

  test.each(["640", "604", "644"])("is refused with mode %s", async (mode) => {
    const path = join(folder, "key");
    await createSigningKeyFile(path, "example.org/ledger");
    await chmod(path, Number.parseInt(mode, 8));
    await expect(loadSigner(path)).rejects.toThrow(`chmod 600 ${path}`);
    expect(await faultOf(loadSigner(path))).toBe("readable-by-others");
  });

  test.each([
    "",
    peterSecret,
    `${peterSecret}\n\n`,
    `${peterKey}\n`,
    `${peterSecret.replace("c74f20a3", "c74f20a4")}\n`,
    `${peterSecret.replace("PeterNeumann", "Peter")}\n`,
    `${peterSecret.replace("AYEK", "AoEK")}\n`,
    `${peterSecret}AAAA\n`,
    `${peterSecret}${"A".repeat(2000)}\n`,
  ])("is refused with other content: case %#", async (content) => {
    await writeFile(join(folder, "key"), content, { mode: 0o600 });
    expect(await faultOf(loadSigner(join(folder, "key")))).toBe("malformed");
  });

  test("is refused when it is missing or a folder", async () => {
    expect(await faultOf(loadSigner(join(folder, "none")))).toBe("missing");
    expect(await faultOf(loadSigner(folder))).toBe("not-a-file");
  });

  test.each(["", "a b", "a+b", "a\nb", "\u0085", "x".repeat(201)])("is not made for a log whose name would not do: case %#", async (name) => {
    await expect(createSigningKeyFile(join(folder, "key"), name)).rejects.toThrow("malformed-key");
    expect(await readdir(folder)).toEqual([]);
  });
});
