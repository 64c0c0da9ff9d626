import type { Overview } from "~/atlas/outline";
import { Link } from "~/components/link";
import styles from "./patterns.module.css";

type Spot = { readonly id: string; readonly label: string; readonly incidents: number };

/**
 * Places on an outline that came with the answer, each a link that the keyboard reaches, in the order of the table beside it. Larger
 * circles are drawn first, so that none hides a smaller one. A map is not mirrored where reading is from right to left.
 */
export function PlacesMap({ drawing, spots, label, scale }: {
  readonly drawing: Overview; readonly spots: readonly Spot[]; readonly label: string; readonly scale: string | null;
}) {
  const most = Math.max(1, ...spots.map(({ incidents }) => incidents));
  const { width, height } = drawing;
  return (
    <figure aria-label={label}>
      <svg className={styles.map} viewBox={`0 0 ${width} ${height}`}>
        <rect className={styles.sea} height={height} width={width} />
        <path className={styles.land} d={drawing.land} />
        <path className={styles.borders} d={drawing.borders} />
        <path className={styles.coasts} d={drawing.coasts} />
        {spots.map(({ id, label: name, incidents }, at) => {
          const { x, y } = drawing.places[at]!;
          const radius = (width / 45) * (0.7 + 1.3 * Math.sqrt(incidents / most));
          return (
            <Link aria-label={name} className={styles.spot} href={`/patterns/${id}`} key={id}>
              <circle cx={x} cy={y} r={radius} />
              <text aria-hidden="true" x={x} y={y + 6}>{incidents}</text>
            </Link>
          );
        })}
        {drawing.scale && scale ? (
          <g aria-hidden="true" className={styles.scale} transform={`translate(20 ${height - 20})`}>
            <path d={`M0-8V0H${drawing.scale.length}V-8`} />
            <text x={drawing.scale.length + 10}>{scale}</text>
          </g>
        ) : null}
      </svg>
    </figure>
  );
}
