import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

/**
 * Settings, in three steps: what the environment says, what that means, and the secrets, which lie in files of their
 * own and never travel with the rest. Nothing else reads `process.env`.
 */
const Environment = z.object({
  NODE_ENV: z.string().default("production"),
  VOUCHSAFE_DATA: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
});

export type Config = {
  readonly production: boolean;
  readonly database: { readonly url: string };
  readonly blobs: { readonly kind: "folder"; readonly path: string };
  readonly keys: { readonly instance: string; readonly ledger: string };
  readonly publicUrl: URL;
  readonly secureCookies: boolean;
};

let read: Config | undefined;

/** @throws Error that names the settings which are missing or wrong, without their values. */
export function config(): Config {
  if (read) return read;
  const parsed = Environment.safeParse(process.env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))];
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
  };
  return read;
}

/** The secret that signs session cookies and keys the digests of guesses. */
export function authSecret(): string {
  const secret = readFileSync(path.join(path.dirname(config().keys.instance), "auth.secret"), "utf8").trim();
  if (secret.length < 32) throw new Error("keys/auth.secret is too short.");
  return secret;
}
