import common from "./fr/common.json";
import custody from "./fr/custody.json";
import refusals from "./fr/refusals.json";
import terms from "./fr/terms.json";
import wordings from "./fr/wordings.json";
import type { Catalogue } from "./en";

export const catalogue: Catalogue = {
  common,
  custody,
  refusals,
  terms,
  wordings,
};
