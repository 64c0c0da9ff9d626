import common from "./en/common.json";
import custody from "./en/custody.json";
import refusals from "./en/refusals.json";
import terms from "./en/terms.json";
import wordings from "./en/wordings.json";

/** Everything that a reader of English can be told. A file `src/messages/<language>/<namespace>.json` counts from its line here. */
export const catalogue = {
  common,
  custody,
  refusals,
  terms,
  wordings,
};
export type Catalogue = typeof catalogue;
