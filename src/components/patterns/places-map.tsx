import type { Overview } from "~/atlas/outline";
import { Ground } from "~/components/ground";
import { Link } from "~/components/link";
import styles from "./patterns.module.css";

type Spot = { readonly id: string; readonly label: string; readonly incidents: number };

/**
 * Places on a map that came with the answer, each a link that the keyboard reaches, in the order of the table beside it. Larger
 * circles are drawn first, so that none hides a smaller one. Who made the map stands below it. A map is not mirrored where reading is from right to left.
 */
export function PlacesMap({ drawing, spots, label, scale }: {
  readonly drawing: Overview; readonly spots: readonly Spot[]; readonly label: string; readonly scale: string | null;
}) {
  const most = Math.max(1, ...spots.map(({ incidents }) => incidents));
  const { width, height } = drawing;
  return (
    <figure aria-label={label}>
      <svg className={styles.map} viewBox={`0 0 ${width} ${height}`}>
        <Ground drawing={drawing} />
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
      {drawing.detail?.source ? <figcaption className={styles.quiet}><bdi>{drawing.detail.source}</bdi></figcaption> : null}
    </figure>
  );
}
