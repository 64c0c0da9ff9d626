import type { Drawing } from "~/atlas/outline";
import styles from "./ground.module.css";

/** The ground of a map, under whatever is on it: the shipped outline, and over it what the operator's own archive knows of it. */
export function Ground({ drawing: { width, height, land, coasts, borders, detail } }: { readonly drawing: Omit<Drawing, "place"> }) {
  return (
    <>
      <rect className={styles.sea} height={height} width={width} />
      <path className={styles.land} d={land} />
      <path className={styles.borders} d={borders} />
      <path className={styles.coasts} d={coasts} />
      {detail ? (
        <>
          <path className={styles.ground} d={detail.ground} />
          <path className={styles.water} d={detail.water} />
          <path className={styles.roads} d={detail.roads} />
          <path className={styles.borders} d={detail.borders} />
          <path className={styles.coasts} d={detail.coasts} />
        </>
      ) : null}
    </>
  );
}
