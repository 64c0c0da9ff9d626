import { afterEach, expect, test, vi } from "vitest";
import { atlas } from "./atlas";

afterEach(() => void vi.restoreAllMocks());

test("an atlas that could not be read once is read again, and then kept", async () => {
  vi.spyOn(process, "cwd").mockReturnValue("/nowhere");
  await expect(atlas()).rejects.toThrow("ENOENT");
  vi.restoreAllMocks();
  const world = await atlas();
  expect(world.land.length).toBeGreaterThan(0);
  expect(await atlas()).toBe(world);
});
