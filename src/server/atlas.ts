import { readFile } from "node:fs/promises";
import { atlasOf, type Atlas, type World } from "~/atlas/atlas";

/** Found from the project's root by hand, since a bundler would take a `require.resolve` apart. */
const read = async (name: string): Promise<World> =>
  JSON.parse(await readFile([process.cwd(), "node_modules", "world-atlas", name].join("/"), "utf8")) as World;

async function load(): Promise<Atlas> {
  const [near, far] = await Promise.all([read("countries-50m.json"), read("land-110m.json")]);
  return atlasOf(near, far);
}

let loading: Promise<Atlas> | undefined;

/**
 * Read once per process, when it is first asked for; what could not be read is read again the next time.
 * @throws where the package is not installed
 */
export const atlas = (): Promise<Atlas> =>
  (loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
