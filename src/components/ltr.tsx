import type { ReactNode } from "react";
import styles from "./ltr.module.css";

/** An id, digest, reference, plate, number or time: read left to right, whatever surrounds it. `mono` for digests and keys. */
export function Ltr({ children, mono = false }: { children: ReactNode; mono?: boolean }) {
  return (
    <bdi className={mono ? styles.mono : undefined} dir="ltr">
      {children}
    </bdi>
  );
}
