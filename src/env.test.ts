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
