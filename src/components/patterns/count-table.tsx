import type { ReactNode } from "react";
import { VisuallyHidden } from "~/components/visually-hidden";
import styles from "./patterns.module.css";

type Row = { readonly key: string; readonly name: ReactNode; readonly count: number | null };

/**
 * Counts as a table, each with a bar beside it where there is room.
 * @param props.caption what it counts, for whoever goes from table to table: to the eye a heading says it
 * @param props.none what stands where a number is not given
 */
export function CountTable({ caption, heads, rows, none }: {
  readonly caption: string; readonly heads: readonly [string, string]; readonly rows: readonly Row[]; readonly none?: string;
}) {
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0));
  return (
    <table className={styles.table}>
      <caption><VisuallyHidden>{caption}</VisuallyHidden></caption>
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th className={styles.count} scope="col">{heads[1]}</th>
          <td aria-hidden="true" className={styles.barCell} />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, count }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td className={count === null ? `${styles.count} ${styles.quiet}` : styles.count}>{count ?? none}</td>
            <td aria-hidden="true" className={styles.barCell}>
              {count === null ? null : (
                <svg className={styles.bar} preserveAspectRatio="none" viewBox="0 0 100 10">
                  <rect height="10" width={(count / most) * 100} />
                </svg>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
