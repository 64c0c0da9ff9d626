"use client";

import { useTranslations } from "use-intl";
import type { Drawing, Outline } from "~/atlas/outline";
import { Ground } from "~/components/ground";
import styles from "./told.module.css";

/**
 * Where it was, on maps that came with the answer: no request tells anybody. A picture for the eye; the numbers
 * stand beside it as text. A map is not mirrored where reading is from right to left.
 */
export function ToldMap({ map, direction }: { readonly map: Outline; readonly direction: number | undefined }) {
  const t = useTranslations("item.told.map");
  const { region, world } = map;
  const main = region ?? world;
  return (
    <div className={styles.maps}>
      <svg aria-label={region ? t("region") : t("world")} className={styles.map} role="img" viewBox={box(main)}>
        <Ground drawing={main} />
        {region && direction !== undefined ? (
          <path className={styles.direction} d="M0 0-26-78A82 82 0 0 1 26-78Z" transform={`${to(main)} rotate(${direction})`} />
        ) : null}
        <circle className={styles.place} cx={main.place.x} cy={main.place.y} r={main.width / 60} />
        {region ? (
          <g className={styles.scale} transform={`translate(20 ${region.height - 20})`}>
            <path d={`M0-8V0H${region.scale.length}V-8`} />
            <text x={region.scale.length + 10}>{t("scale", { kilometres: region.scale.kilometres })}</text>
          </g>
        ) : null}
      </svg>
      {region ? (
        <svg aria-hidden="true" className={styles.inset} viewBox={box(world)}>
          <Ground drawing={world} />
          <circle className={styles.place} cx={world.place.x} cy={world.place.y} r="9" />
        </svg>
      ) : null}
      {region?.detail?.source ? <p className={styles.source}><bdi>{region.detail.source}</bdi></p> : null}
    </div>
  );
}

const box = ({ width, height }: Drawing): string => `0 0 ${width} ${height}`;
const to = ({ place }: Drawing): string => `translate(${place.x} ${place.y})`;
