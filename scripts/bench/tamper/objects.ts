import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { flipped, pick, type Chance } from "./bag";

/** Changes to the store, as whoever has the disk could make them: to objects as they lie there, sealed. */

/** Objects by their names, in the files in which they lie. */
export type Store = ReadonlyMap<string, string>;
/** The names of which a verifier has to name every one, and how all of it is as before again. Null: nothing was changed. */
export type Disturbed = { readonly names: readonly string[]; readonly mend: () => Promise<void> } | null;
type Disturbance = (store: Store, chance: Chance) => Promise<Disturbed>;

const edit = (change: (bytes: Uint8Array, chance: Chance) => Uint8Array): Disturbance => async (store, chance) => {
  const name = pick([...store.keys()], chance);
  const file = store.get(name)!;
  const bytes = await readFile(file);
  await writeFile(file, change(bytes, chance));
  return { names: [name], mend: () => writeFile(file, bytes) };
};

export const disturbances: Readonly<Record<string, Disturbance>> = {
  flip: edit(flipped),
  cut: edit((bytes, chance) => bytes.subarray(0, chance(bytes.length))),
  insert: edit((bytes, chance) => {
    const at = chance(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from([chance(256)]), bytes.subarray(at)]);
  }),
  delete: async (store, chance) => {
    const name = pick([...store.keys()], chance);
    const file = store.get(name)!;
    await rename(file, `${file}.taken`);
    return { names: [name], mend: () => rename(`${file}.taken`, file) };
  },
  swap: async (store, chance) => {
    const [one, other] = [pick([...store.keys()], chance), pick([...store.keys()], chance)];
    if (one === other) return null;
    const [a, b] = [store.get(one)!, store.get(other)!];
    const exchange = async () => {
      await rename(a, `${a}.taken`);
      await rename(b, a);
      await rename(`${a}.taken`, b);
    };
    await exchange();
    return { names: [one, other], mend: exchange };
  },
  "another in its place": async (store, chance) => {
    const [name, other] = [pick([...store.keys()], chance), pick([...store.keys()], chance)];
    if (name === other) return null;
    const file = store.get(name)!;
    const bytes = await readFile(file);
    await rm(file);
    await writeFile(file, await readFile(store.get(other)!));
    return { names: [name], mend: () => writeFile(file, bytes) };
  },
};
