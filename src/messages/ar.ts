import common from "./ar/common.json";
import custody from "./ar/custody.json";
import refusals from "./ar/refusals.json";
import terms from "./ar/terms.json";
import wordings from "./ar/wordings.json";
import type { Catalogue } from "./en";

export const catalogue: Catalogue = {
  common,
  custody,
  refusals,
  terms,
  wordings,
};
