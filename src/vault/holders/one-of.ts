import type { KeyHolder } from "./holder";

/** The first wraps what is new; what is older is opened by whoever wrapped it. At least one. */
export function oneOf([first, ...others]: readonly KeyHolder[]): KeyHolder {
  if (first === undefined) throw new TypeError("nobody to hold the key");
  return {
    id: first.id,
    wrap: (key, place) => first.wrap(key, place),
    async unwrap(wrapped, place) {
      for (const holder of [first, ...others]) {
        const key = await holder.unwrap(wrapped, place);
        if (key !== null) return key;
      }
      return null;
    },
  };
}
