import { createSecretKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
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
 * `url /path/of/roots.pem`, several with `;` between them. An answer is signed and a request is a digest, so that an address may do
 * without TLS, as those of many authorities do.
 */
const TimestampAuthorities = z
  .string()
  .transform((text) => text.split(";").map((one) => one.trim()).filter((one) => one !== ""))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^\S+ +\S/)
        .transform((one) => ({ url: one.slice(0, one.indexOf(" ")), roots: one.slice(one.indexOf(" ")).trim() }))
        .pipe(
          z.object({
            url: z.url({ protocol: /^https?$/ }).transform((text) => new URL(text)).refine(({ username, password, hash }) => username + password + hash === ""),
            roots: z.string().refine((file) => path.isAbsolute(file)),
          }),
        ),
    ).max(4),
  )
  // A transformation, since a check is made of what is wrong in itself too.
  .transform((all, context) => {
    if (new Set(all.map(({ url }) => url.href)).size !== all.length) context.addIssue("one of them twice");
    return all;
  });

/**
 * This machine, or an onion service, which Tor encrypts by its name: the only addresses that may do without https. At any other, a
 * passphrase would be typed, or a data key be sent, for everybody on the way to read.
 */
const withoutTls = /^(([\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\]|[a-z2-7.-]+\.onion)$/;
const isSafe = ({ protocol, hostname }: URL): boolean => protocol === "https:" || withoutTls.test(hostname);
const SafeUrl = z.url({ protocol: /^https?$/ }).refine((text) => URL.canParse(text) && isSafe(new URL(text)));

/** A file in `keys/`. */
const KeyFile = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);
const Words = z.string().min(1).max(2048);

/** Who holds the key under which this instance's data keys are wrapped, and how to reach them. Nothing here is secret. */
export const KeyHolderSettings = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), file: KeyFile.default("instance.key") }),
  z.strictObject({ kind: z.literal("passphrase"), file: KeyFile.default("instance.passphrase") }),
  z.strictObject({ kind: z.literal("aws-kms"), key: Words, region: Words, endpoint: SafeUrl.optional() }),
  z.strictObject({
    kind: z.literal("vault-transit"),
    key: z.string().regex(/^[\w.-]{1,128}$/),
    endpoint: SafeUrl,
    mount: z.string().regex(/^[\w./-]{1,128}$/).default("transit"),
    namespace: Words.optional(),
    tokenFile: z.string().refine((file) => path.isAbsolute(file)),
  }),
]);
export type KeyHolderSettings = z.infer<typeof KeyHolderSettings>;

/** The holder that wraps what is new, and those that opened what is older: more than one only while keys are rewrapped. */
const KeyHolders = z.strictObject({
  v: z.literal(1),
  wraps: KeyHolderSettings,
  opens: z.array(KeyHolderSettings).max(4),
});
export type KeyHolders = z.infer<typeof KeyHolders>;

/**
 * What an operator asks for with `KEY_HOLDER` and the settings beside it; undefined where they say nothing.
 * @throws Error that names the settings which are missing or wrong, without their values
 */
export function wantedKeyHolder(environment: Readonly<Record<string, string | undefined>>): KeyHolderSettings | undefined {
  const set = (name: string) => environment[name] || undefined;
  const kind = set("KEY_HOLDER");
  if (kind === undefined) return undefined;
  const given = {
    file: set("KEY_HOLDER_FILE"), key: set("KEY_HOLDER_KEY"), region: set("KEY_HOLDER_REGION"), endpoint: set("KEY_HOLDER_ENDPOINT"),
    mount: set("KEY_HOLDER_MOUNT"), namespace: set("KEY_HOLDER_NAMESPACE"), tokenFile: set("KEY_HOLDER_TOKEN_FILE"),
  };
  const parsed = KeyHolderSettings.safeParse({ kind, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) });
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.flatMap((issue) => ("keys" in issue && Array.isArray(issue.keys) ? issue.keys : [issue.path[0] ?? "kind"]));
  const names = wrong.map((field) => (field === "kind" ? "KEY_HOLDER" : `KEY_HOLDER_${String(field).replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`));
  throw new Error(`Settings missing or wrong: ${[...new Set(names)].join(", ")}.`);
}

/** One address and nothing else: no name, no second one, and no way to begin another line. */
export const MailAddress = z.string().max(254).regex(/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i);

/** Where mail is handed in: `smtps:` speaks TLS from the first byte, `smtp:` has to come to it before anything is said. */
const MailServer = z.url({ protocol: /^smtps?$/ }).transform((text) => new URL(text)).refine(({ hostname, password }) => hostname !== "" && password === "");

const Environment = z.object({
  NODE_ENV: z.string().default("production"),
  VOUCHSAFE_DATA: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  PUBLIC_URL: SafeUrl,
  FACE_MODELS: FaceModels.default([]),
  TIMESTAMP_AUTHORITIES: TimestampAuthorities.default([]),
  MAP_TILES: z.string().refine((file) => path.isAbsolute(file)).optional(),
  MAIL_SERVER: MailServer.optional(),
  MAIL_FROM: MailAddress.optional(),
  MAIL_PASSWORD_FILE: z.string().refine((file) => path.isAbsolute(file)).optional(),
});
type Environment = z.infer<typeof Environment>;

/** Who is told by mail that something was closed, if an operator wants it at all; none where they said nothing. */
export type MailSettings = {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  /** From the first byte, before anything else is said, or, to this very machine, not at all. */
  readonly tls: "at-once" | "first" | "none";
  readonly user: string | null;
  readonly passwordFile: string | null;
};

const thisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @throws Error that names what is missing */
function mailOf({ MAIL_SERVER: server, MAIL_FROM: from, MAIL_PASSWORD_FILE: file }: Environment): MailSettings | null {
  if (server === undefined) return null;
  const passwordFile = file ?? null;
  const user = server.username === "" ? null : decodeURIComponent(server.username);
  if (from === undefined) throw new Error("Settings missing or wrong: MAIL_FROM.");
  if ((user === null) !== (passwordFile === null)) throw new Error("Settings missing or wrong: MAIL_PASSWORD_FILE.");
  const atOnce = server.protocol === "smtps:";
  const tls = atOnce ? "at-once" : thisMachine.test(server.hostname) ? "none" : "first";
  return { host: server.hostname.replace(/^\[|\]$/g, ""), port: Number(server.port) || (atOnce ? 465 : 587), from, tls, user, passwordFile };
}

/** What opens the mail server. It lies in a file of its own and is read when it is needed. */
export const mailPassword = (file: string): string => readFileSync(file, "utf8").trim();

export type TimestampAuthority = z.infer<typeof TimestampAuthorities>[number];

/** What an operator trusts an authority by. Read when it is needed, so that a newer one needs no new start. */
export const authorityRoots = (file: string): string => readFileSync(file, "latin1");

export type Config = {
  readonly production: boolean;
  readonly database: { readonly url: string };
  readonly blobs: { readonly kind: "folder"; readonly path: string };
  readonly keys: { readonly folder: string; readonly holders: string; readonly ledger: string; readonly auth: string };
  readonly publicUrl: URL;
  readonly secureCookies: boolean;
  /** Face detectors beside those that come along, each an ONNX file of a kind whose outputs are understood, with its SHA-256. */
  readonly faceModels: readonly z.infer<typeof FaceModels>[number][];
  /** Who outside is asked what time it is, each with the file of the certificates that it is trusted by. */
  readonly timestampAuthorities: readonly TimestampAuthority[];
  /** A file of vector tiles in PMTiles format that maps are drawn from; null where the shipped outlines do. */
  readonly mapTiles: string | null;
  readonly mail: MailSettings | null;
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
  const keys = path.join(env.VOUCHSAFE_DATA, "keys");
  // next-auth knows its own address only from here.
  process.env.NEXTAUTH_URL = publicUrl.origin;
  read = {
    production: env.NODE_ENV === "production",
    database: { url: env.DATABASE_URL },
    blobs: { kind: "folder", path: path.join(env.VOUCHSAFE_DATA, "blobs") },
    keys: {
      folder: keys, holders: path.join(keys, "holders.json"), ledger: path.join(keys, "ledger.key"), auth: path.join(keys, "auth.secret"),
    },
    publicUrl,
    secureCookies: publicUrl.protocol === "https:",
    faceModels: env.FACE_MODELS,
    timestampAuthorities: env.TIMESTAMP_AUTHORITIES,
    mapTiles: env.MAP_TILES ?? null,
    mail: mailOf(env),
  };
  return read;
}

/** Of the process, however many copies of this module a bundler makes of it. */
const inProcess: { keys?: readonly KeyObject[]; authSecret?: string } = (Object(globalThis) as Record<symbol, object>)[Symbol.for("vouchsafe.secrets")] ??= {};

/**
 * The secret that signs session cookies and keys the digests of guesses. It lies in its file as it is, or sealed, where the
 * instance's key is not a file beside it: then it has been opened when the process began.
 */
export function authSecret(): string {
  if (inProcess.authSecret !== undefined) return inProcess.authSecret;
  const secret = readFileSync(config().keys.auth, "utf8").trim();
  if (!/^[\w-]{32,}$/.test(secret)) throw new Error("keys/auth.secret is too short, or has not been opened.");
  return secret;
}

/** What was sealed in its file, opened. */
export function keepAuthSecret(secret: string): void {
  inProcess.authSecret = secret;
}

/** Where nothing else was chosen. */
export const usualKeyHolders: KeyHolders = { v: 1, wraps: { kind: "file", file: "instance.key" }, opens: [] };

/** What `holders.json` says, null where there is none. @throws Error for one that cannot be read */
export function readKeyHolders(file: string): KeyHolders | null {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
  return KeyHolders.parse(JSON.parse(readFileSync(file, "utf8")));
}

let known: { readonly at: string; readonly holders: KeyHolders } | undefined;

/** Who holds the instance's key now. Looked up each time: keys are rewrapped while the service runs. */
export function keyHolders(): KeyHolders {
  const file = config().keys.holders;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return usualKeyHolders;
  // The file is replaced as a whole, so a change is another file.
  const at = `${found.ino} ${found.mtimeMs}`;
  if (known?.at !== at) known = { at, holders: readKeyHolders(file) ?? usualKeyHolders };
  return known.holders;
}

const KEY_BYTES = 32;
/** For a program at whose own terminal a passphrase was typed. */
export function keepKeys(keys: readonly KeyObject[]): void {
  inProcess.keys = [...receivedKeys(), ...keys];
}

/**
 * The keys that the launcher made from passphrases and handed to this process through its standard input, which nobody
 * else can read and no listing of processes shows.
 */
export function receivedKeys(): readonly KeyObject[] {
  if (inProcess.keys) return inProcess.keys;
  if (process.env.KEYS_ON_STDIN !== "yes") return [];
  const bytes = readFileSync(0);
  const keys = Array.from({ length: Math.floor(bytes.length / KEY_BYTES) }, (_, nth) =>
    createSecretKey(bytes.subarray(nth * KEY_BYTES, (nth + 1) * KEY_BYTES)),
  );
  bytes.fill(0);
  inProcess.keys = keys;
  return keys;
}
