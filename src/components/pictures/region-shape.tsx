import { memo } from "react";
import type { Region } from "~/domain/evidence";
import { cornerOf, corners, type Corner } from "./geometry";
import { unanswered } from "./region-answers";
import styles from "./region-overlay.module.css";
import { TOUCH } from "./use-region-pointer";
import type { RegionWords } from "./use-region-words";

/** A smaller region shows its tag only while it is selected or pointed at: in a crowd, tags would hide the faces. */
const TAGGED = 22;

type Props = {
  readonly region: Region;
  readonly index: number;
  readonly words: RegionWords;
  readonly selected: boolean;
  /** Somebody is moving it: it waits where it was, faintly. */
  readonly lifted: boolean;
  readonly hatch: string;
  /** Picture pixels per CSS pixel. */
  readonly unit: number;
  readonly describedBy: string;
  readonly onOpen: (id: string) => void;
};

/** A handle lies mostly outside its box, so that a small box can still be taken by its middle. */
function handleAt(region: Region, corner: Corner, unit: number) {
  const { x, y } = cornerOf(region, corner);
  const [size, inner] = [TOUCH * unit, 8 * unit];
  return {
    x: corner === "nw" || corner === "sw" ? x - size + inner : x - inner,
    y: corner === "nw" || corner === "ne" ? y - size + inner : y - inner,
    width: size,
    height: size,
  };
}

/**
 * One region on the picture. What it means is said by pattern, dashes, sign and words; colour only repeats it. A
 * suggestion is not hatched: whoever decides about it has to see what is there.
 */
export const RegionShape = memo(function RegionShape(props: Props) {
  const { region, index, words, selected, lifted, hatch, unit, describedBy, onOpen } = props;
  const { x, y, width, height } = region;
  const tag = words.tagOf(region, index);
  const chip = { width: (tag.length * 7 + 6) * unit, height: 15 * unit };
  const above = y - chip.height >= -16 * unit;
  const body = { width: Math.max(width, TOUCH * unit), height: Math.max(height, TOUCH * unit) };
  const state = [
    styles.region,
    selected ? styles.selected : "",
    lifted ? styles.lifted : "",
    region.possible ? styles.possible : unanswered(region) ? styles.open : "",
    Math.min(width, height) < TAGGED * unit ? styles.small : "",
  ].join(" ");
  // SVG has no button of its own.
  const button = {
    role: "button", tabIndex: 0, "aria-label": words.labelOf(region, index), "aria-pressed": selected,
    "aria-describedby": describedBy,
  };
  return (
    <g
      {...button}
      data-region={region.id}
      className={state}
      // A screen reader's activation is a click without a pointer; the pointer's own acts are read on the overlay.
      onClick={(event) => event.detail === 0 && onOpen(region.id)}
    >
      <rect
        className={styles.body}
        x={x + (width - body.width) / 2}
        y={y + (height - body.height) / 2}
        {...body}
      />
      {region.redact && !region.possible ? (
        <rect x={x} y={y} width={width} height={height} fill={`url(#${hatch})`} pointerEvents="none" />
      ) : null}
      <rect className={styles.edgeUnder} x={x} y={y} width={width} height={height} vectorEffect="non-scaling-stroke" />
      <rect className={styles.edge} x={x} y={y} width={width} height={height} vectorEffect="non-scaling-stroke" />
      <g aria-hidden="true" className={styles.chip} transform={`translate(${x} ${above ? y - chip.height : y})`}>
        <rect {...chip} rx={2 * unit} />
        <text x={chip.width / 2} y={11.5 * unit} fontSize={11.5 * unit} textAnchor="middle">
          {tag}
        </text>
      </g>
    </g>
  );
});

/** The corners of the selected region, as something to take hold of. */
export function RegionHandles({ region, unit }: { readonly region: Region; readonly unit: number }) {
  return (
    <g data-region={region.id} className={styles.handles}>
      {corners.map((corner) => {
        const at = cornerOf(region, corner);
        return (
          <g key={corner}>
            <circle cx={at.x} cy={at.y} r={7 * unit} vectorEffect="non-scaling-stroke" />
            <rect data-corner={corner} {...handleAt(region, corner, unit)} />
          </g>
        );
      })}
    </g>
  );
}
