import { afterEach, beforeEach, expect, test, vi } from "vitest";

const DIGEST = "ab".repeat(32);

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("VOUCHSAFE_DATA", "/srv/vouchsafe");
  vi.stubEnv("DATABASE_URL", "postgres://localhost/vouchsafe");
  vi.stubEnv("PUBLIC_URL", "https://vouchsafe.example");
});
afterEach(() => void vi.unstubAllEnvs());

const faceModels = async (setting?: string) => {
  if (setting !== undefined) vi.stubEnv("FACE_MODELS", setting);
  return (await import("./env")).config().faceModels;
};

test("nobody has to name a face model", async () => {
  expect(await faceModels()).toEqual([]);
});

test("an operator's face models are a kind, a digest and a path each, colons in the path included", async () => {
  expect(await faceModels(`scrfd:${DIGEST}:/models/det_10g.onnx; yunet:${DIGEST}:/models/a:b.onnx;`)).toEqual([
    { kind: "scrfd", sha256: DIGEST, path: "/models/det_10g.onnx" },
    { kind: "yunet", sha256: DIGEST, path: "/models/a:b.onnx" },
  ]);
});

test.each([
  ["a kind that nobody can read", `mtcnn:${DIGEST}:/models/a.onnx`],
  ["no digest", "scrfd:/models/a.onnx"],
  ["a digest that is too short", "scrfd:abcd:/models/a.onnx"],
  ["a path that depends on where the program was started", `scrfd:${DIGEST}:models/a.onnx`],
])("%s is refused by the setting's name, without its value", async (_, setting) => {
  await expect(faceModels(setting)).rejects.toThrow(/^Settings missing or wrong: FACE_MODELS\./);
});

const authorities = async (setting?: string) => {
  if (setting !== undefined) vi.stubEnv("TIMESTAMP_AUTHORITIES", setting);
  return (await import("./env")).config().timestampAuthorities.map(({ url, roots }) => ({ url: url.href, roots }));
};

test("nobody has to name an authority for time, and whoever does names an address and a file each", async () => {
  expect(await authorities()).toEqual([]);
  vi.resetModules();
  expect(await authorities("https://time.example/tsr /etc/vouchsafe/one.pem; http://stamps.example:318/?a=b:c  /etc/the roots/two.pem;")).toEqual([
    { url: "https://time.example/tsr", roots: "/etc/vouchsafe/one.pem" },
    { url: "http://stamps.example:318/?a=b:c", roots: "/etc/the roots/two.pem" },
  ]);
});

test.each([
  ["an authority without what it is trusted by", "https://time.example/tsr"],
  ["an authority that is no address", "time.example /etc/one.pem"],
  ["an authority by another protocol", "file:///time /etc/one.pem"],
  ["an address with a password in it", "https://me:secret@time.example/ /etc/one.pem"],
  ["a file that depends on where the program was started", "https://time.example/tsr one.pem"],
  ["one authority twice", "https://time.example/ /etc/one.pem; https://time.example /etc/two.pem"],
  ["more than four", Array.from({ length: 5 }, (_, nth) => `https://time${nth}.example/ /etc/one.pem`).join(";")],
])("%s is refused by the setting's name, without its value", async (_, setting) => {
  await expect(authorities(setting)).rejects.toThrow(/^Settings missing or wrong: TIMESTAMP_AUTHORITIES\./);
});

test("an operator's own map is an absolute path, and nobody has to have one", async () => {
  expect((await import("./env")).config().mapTiles).toBeNull();
  vi.resetModules();
  vi.stubEnv("MAP_TILES", "/srv/maps/calais.pmtiles");
  expect((await import("./env")).config().mapTiles).toBe("/srv/maps/calais.pmtiles");
  vi.resetModules();
  vi.stubEnv("MAP_TILES", "maps/calais.pmtiles");
  const { config } = await import("./env");
  expect(config).toThrow(/^Settings missing or wrong: MAP_TILES\./);
});

const secureAt = async (address: string) => {
  vi.stubEnv("PUBLIC_URL", address);
  vi.resetModules();
  return (await import("./env")).config().secureCookies;
};

test("an address that other machines know is https, or an onion's, or the service does not start", async () => {
  expect(await secureAt("https://vouchsafe.example")).toBe(true);
  const here = ["http://localhost:3000", "http://vouchsafe.localhost", "http://127.0.0.1:3000", "http://[::1]:3000", `http://${"a2".repeat(28)}.onion`];
  for (const address of here) expect(await secureAt(address)).toBe(false);
  const bare = ["http://vouchsafe.example", "http://192.168.1.20:3000", "http://localhost.example", "http://127.0.0.1.example", "http://onion.example", "ftp://localhost", "vouchsafe"];
  for (const address of bare) await expect(secureAt(address)).rejects.toThrow(/^Settings missing or wrong: PUBLIC_URL\./);
});

const wanted = async (settings: Readonly<Record<string, string>>) => (await import("./env")).wantedKeyHolder(settings);
const TRANSIT = { KEY_HOLDER: "vault-transit", KEY_HOLDER_KEY: "vouchsafe", KEY_HOLDER_ENDPOINT: "https://vault.example:8200", KEY_HOLDER_TOKEN_FILE: "/run/token" };

test("nobody has to say who holds the instance's key, and whoever does says what that holder needs", async () => {
  expect(await wanted({})).toBeUndefined();
  expect(await wanted({ KEY_HOLDER: "file" })).toEqual({ kind: "file", file: "instance.key" });
  expect(await wanted({ KEY_HOLDER: "passphrase" })).toEqual({ kind: "passphrase", file: "instance.passphrase" });
  expect(await wanted({ KEY_HOLDER: "aws-kms", KEY_HOLDER_KEY: "alias/vouchsafe", KEY_HOLDER_REGION: "eu-north-1" })).toEqual({
    kind: "aws-kms", key: "alias/vouchsafe", region: "eu-north-1",
  });
  expect(await wanted(TRANSIT)).toEqual({
    kind: "vault-transit", key: "vouchsafe", endpoint: "https://vault.example:8200", mount: "transit", tokenFile: "/run/token",
  });
});

test.each([
  ["a holder that there is not", { KEY_HOLDER: "post-it" }, "KEY_HOLDER"],
  ["a key service without its key", { KEY_HOLDER: "aws-kms", KEY_HOLDER_REGION: "eu-north-1" }, "KEY_HOLDER_KEY"],
  ["a key service that everybody on the way could listen to", { ...TRANSIT, KEY_HOLDER_ENDPOINT: "http://vault.example:8200" }, "KEY_HOLDER_ENDPOINT"],
  ["a token whose place depends on where the program was started", { ...TRANSIT, KEY_HOLDER_TOKEN_FILE: "token" }, "KEY_HOLDER_TOKEN_FILE"],
  ["a setting that this holder has no use for", { KEY_HOLDER: "passphrase", KEY_HOLDER_REGION: "eu-north-1" }, "KEY_HOLDER_REGION"],
  ["a file outside of the keys", { KEY_HOLDER: "file", KEY_HOLDER_FILE: "../instance.key" }, "KEY_HOLDER_FILE"],
])("%s is refused by the setting's name, without its value", async (_, settings, name) => {
  await expect(wanted(settings)).rejects.toThrow(`Settings missing or wrong: ${name}.`);
});

test("data keys go to a key service by https, or to one on this machine, or nowhere", async () => {
  const { wantedKeyHolder } = await import("./env");
  const vault = { KEY_HOLDER: "vault-transit", KEY_HOLDER_KEY: "vouchsafe", KEY_HOLDER_TOKEN_FILE: "/run/token" };
  const kms = { KEY_HOLDER: "aws-kms", KEY_HOLDER_KEY: "alias/vouchsafe", KEY_HOLDER_REGION: "eu-west-3" };
  for (const settings of [vault, kms]) {
    for (const endpoint of ["https://keys.example", "http://127.0.0.1:8200"])
      expect(wantedKeyHolder({ ...settings, KEY_HOLDER_ENDPOINT: endpoint })).toMatchObject({ endpoint });
    for (const endpoint of ["http://keys.example:8200", "http://10.0.0.7:8200"])
      expect(() => wantedKeyHolder({ ...settings, KEY_HOLDER_ENDPOINT: endpoint })).toThrow(/^Settings missing or wrong: KEY_HOLDER_ENDPOINT\.$/);
  }
});
