/** The package brings files and no types. Said here, the compiler does not infer a type of a megabyte. */
declare module "world-atlas/countries-50m.json" {
  import type { World } from "~/atlas/atlas";
  const world: World;
  export default world;
}
declare module "world-atlas/land-110m.json" {
  import type { World } from "~/atlas/atlas";
  const world: World;
  export default world;
}
