import type { ReactNode } from "react";
import styles from "./patterns.module.css";

type Row = { readonly key: string; readonly name: ReactNode; readonly count: number | null };

/** Counts as a table, each with a bar beside it where there is room. @param props.none what stands where a number is not given */
export function CountTable({ heads, rows, none }: {
  readonly heads: readonly [string, string]; readonly rows: readonly Row[]; readonly none?: string;
}) {
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0));
  return (
    <table className={styles.table}>
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
