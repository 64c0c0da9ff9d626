import styles from "./patterns.module.css";

type Point = { readonly label: string; readonly count: number };

const WIDTH = 60;
const TOP = 24;
const TALL = 120;
const BOTTOM = 28;

/**
 * Counts over time: columns for the eye, which go on in another row where a screen is narrow, and the same as a table for whoever
 * hears the page. Time runs along the line of reading.
 * @param props.heads what the points are, and what is counted
 */
export function TimeChart({ points, heads, caption }: {
  readonly points: readonly Point[]; readonly heads: readonly [string, string]; readonly caption: string;
}) {
  const most = Math.max(1, ...points.map(({ count }) => count));
  const height = TOP + TALL + BOTTOM;
  return (
    <div className={styles.chart}>
      <div aria-hidden="true" className={styles.columns}>
        {points.map(({ label, count }) => {
          const tall = Math.round((count / most) * TALL);
          return (
            <svg height={height} key={label} viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH}>
              <rect height={tall} width={WIDTH - 24} x={12} y={TOP + TALL - tall} />
              {count > 0 ? <text x={WIDTH / 2} y={TOP + TALL - tall - 6}>{count}</text> : null}
              <text x={WIDTH / 2} y={height - 8}>{label}</text>
              <path d={`M0 ${TOP + TALL}H${WIDTH}`} />
            </svg>
          );
        })}
      </div>
      <div className={styles.heard}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
          </thead>
          <tbody>
            {points.map(({ label, count }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
