import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

/**
 * Settings, in three steps: what the environment says, what that means, and the secrets, which lie in files of their
 * own and never travel with the rest. Nothing else reads `process.env`.
 */
/** `kind:sha256:path`, several with `;` between them. The path comes last, since it may hold a colon. */
const FaceModels = z
  .string()
  .transform((text) => text.split(";").map((one) => one.trim()).filter((one) => one !== ""))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^[a-z0-9-]+:[0-9a-f]{64}:./)
        .transform((one) => {
          const [kind, sha256, ...rest] = one.split(":");
          return { kind, sha256, path: rest.join(":") };
        })
        .pipe(
          z.object({
            kind: z.enum(["scrfd", "yunet", "yolov8-face", "retinaface"]),
            sha256: z.string(),
            path: z.string().refine((file) => path.isAbsolute(file)),
          }),
        ),
    ).max(8),
  );

/**
 * This machine, or an onion service, which Tor encrypts by its name: the only addresses that may do without https. At any other, a
 * passphrase would be typed for everybody on the way to read.
 */
const withoutTls = /^(([\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\]|[a-z2-7.-]+\.onion)$/;
const isSafe = ({ protocol, hostname }: URL): boolean => protocol === "https:" || withoutTls.test(hostname);
const PublicUrl = z.url({ protocol: /^https?$/ }).refine((text) => URL.canParse(text) && isSafe(new URL(text)));

const Environment = z.object({
  NODE_ENV: z.string().default("production"),
  VOUCHSAFE_DATA: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  PUBLIC_URL: PublicUrl,
  FACE_MODELS: FaceModels.default([]),
});

export type Config = {
  readonly production: boolean;
  readonly database: { readonly url: string };
  readonly blobs: { readonly kind: "folder"; readonly path: string };
  readonly keys: { readonly instance: string; readonly ledger: string };
  readonly publicUrl: URL;
  readonly secureCookies: boolean;
  /** Face detectors beside those that come along, each an ONNX file of a kind whose outputs are understood, with its SHA-256. */
  readonly faceModels: readonly z.infer<typeof FaceModels>[number][];
};

let read: Config | undefined;

/** @throws Error that names the settings which are missing or wrong, without their values. */
export function config(): Config {
  if (read) return read;
  const parsed = Environment.safeParse(process.env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    throw new Error(`Settings missing or wrong: ${names.join(", ")}. Start the program with "npm start".`);
  }
  const env = parsed.data;
  const publicUrl = new URL(env.PUBLIC_URL);
  // next-auth knows its own address only from here.
  process.env.NEXTAUTH_URL = publicUrl.origin;
  read = {
    production: env.NODE_ENV === "production",
    database: { url: env.DATABASE_URL },
    blobs: { kind: "folder", path: path.join(env.VOUCHSAFE_DATA, "blobs") },
    keys: {
      instance: path.join(env.VOUCHSAFE_DATA, "keys", "instance.key"),
      ledger: path.join(env.VOUCHSAFE_DATA, "keys", "ledger.key"),
    },
    publicUrl,
    secureCookies: publicUrl.protocol === "https:",
    faceModels: env.FACE_MODELS,
  };
  return read;
}

/** The secret that signs session cookies and keys the digests of guesses. */
export function authSecret(): string {
  const secret = readFileSync(path.join(path.dirname(config().keys.instance), "auth.secret"), "utf8").trim();
  if (secret.length < 32) throw new Error("keys/auth.secret is too short.");
  return secret;
}
