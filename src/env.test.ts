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
