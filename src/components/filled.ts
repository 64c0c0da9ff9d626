import type { ReactNode } from "react";

/** What stands in the place of an empty tag in a message: `t.rich("until", { time: filled(<Time at={…} />) })`. */
export const filled =
  (node: ReactNode): (() => ReactNode) =>
  () =>
    node;
