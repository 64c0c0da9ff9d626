import styles from "./patterns.module.css";

type Point = { readonly label: string; readonly count: number };

const COLUMN = 48;
const HEIGHT = 120;
const TOP = 24;
const BOTTOM = 28;

/**
 * Counts over time: columns for the eye, and the same as a table for whoever hears the page. Time runs along the line of reading.
 * @param props.heads what the points are, and what is counted
 */
export function TimeChart({ points, heads, caption, rtl }: {
  readonly points: readonly Point[]; readonly heads: readonly [string, string]; readonly caption: string; readonly rtl: boolean;
}) {
  const most = Math.max(1, ...points.map(({ count }) => count));
  const [width, height] = [points.length * COLUMN, TOP + HEIGHT + BOTTOM];
  return (
    <div className={styles.chart}>
      {/* What is wider than the screen is scrolled by whoever sees it, by the keyboard too. */}
      <div aria-label={caption} className={styles.scroll} role="group" tabIndex={points.length > 6 ? 0 : undefined}>
        <svg aria-hidden="true" className={styles.time} height={height} viewBox={`0 0 ${width} ${height}`} width={width}>
          {points.map(({ label, count }, at) => {
            const left = (rtl ? points.length - 1 - at : at) * COLUMN;
            const tall = Math.round((count / most) * HEIGHT);
            return (
              <g key={label}>
                <rect className={styles.column} height={tall} width={COLUMN - 16} x={left + 8} y={TOP + HEIGHT - tall} />
                {count > 0 ? <text x={left + COLUMN / 2} y={TOP + HEIGHT - tall - 6}>{count}</text> : null}
                <text x={left + COLUMN / 2} y={height - 8}>{label}</text>
              </g>
            );
          })}
          <path className={styles.axis} d={`M0 ${TOP + HEIGHT}H${width}`} />
        </svg>
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
