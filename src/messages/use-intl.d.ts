import type { Catalogue } from "./en";

/** Makes a key that is not in the catalogue a compile error. */
declare module "use-intl" {
  interface AppConfig {
    Messages: Catalogue;
  }
}
