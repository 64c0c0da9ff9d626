"use client";

import { useId, useRef, type KeyboardEvent } from "react";
import type { Region } from "~/domain/evidence";
import { keyStep, moved, resized, type Box } from "./geometry";
import styles from "./region-overlay.module.css";
import { RegionHandles, RegionShape } from "./region-shape";
import { useRegionPointer, type PointerActs } from "./use-region-pointer";
import { useUnit } from "./use-unit";

/** Free space around the picture, in CSS pixels, so that a region at its edge can still be taken by its corners. */
const MARGIN = 18;

const arrows: Partial<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export type Shown = { readonly href: string; readonly width: number; readonly height: number };

type Props = PointerActs & {
  readonly picture: Shown;
  readonly regions: readonly Region[];
  readonly selected: string | null;
  readonly drawing: boolean;
  /** 1 shows the whole width; larger scrolls inside its frame. */
  readonly zoom: number;
  readonly label: string;
  readonly describedBy: string;
  readonly tagOf: (region: Region, index: number) => string;
  readonly labelOf: (region: Region, index: number) => string;
  readonly onOpen: (id: string) => void;
  readonly onRemove: (id: string) => void;
  /** Keys that are meant for no region in particular. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** The picture with its regions on it, for pointer, finger and keyboard. It holds no region itself. */
export function RegionOverlay(props: Props) {
  const { picture, regions, selected, drawing, zoom, label, describedBy, tagOf, labelOf } = props;
  const svg = useRef<SVGSVGElement>(null);
  const unit = useUnit(svg, picture.width, MARGIN);
  const { band, handlers } = useRegionPointer(svg, { ...props, unit });
  const hatch = useId();
  const margin = MARGIN * unit;

  const place = (region: Region, box: Box, event: KeyboardEvent) => {
    event.preventDefault();
    props.onPlace(region.id, box, event.repeat);
  };

  const onRegionKey = (event: KeyboardEvent, region: Region) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (arrow) {
      const by = { x: arrow.x * keyStep(picture), y: arrow.y * keyStep(picture) };
      place(region, event.shiftKey ? resized(region, "se", by, picture) : moved(region, by, picture), event);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      props.onRemove(region.id);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      props.onOpen(region.id);
    } else if (event.key === "Escape") props.onSelect(null);
  };

  const listeners = { ...handlers, onKeyDown: props.onKeyDown };
  const held = regions.find((region) => region.id === selected);
  return (
    <div className={styles.frame} dir="ltr">
      <svg
        ref={svg}
        className={drawing ? `${styles.canvas} ${styles.drawing}` : styles.canvas}
        width={`${zoom * 100}%`}
        viewBox={`${-margin} ${-margin} ${picture.width + 2 * margin} ${picture.height + 2 * margin}`}
        // Lets a screen reader's user have the arrow keys; everything in here is also in the list beside it.
        role="application"
        aria-label={label}
        {...listeners}
      >
        <defs>
          <pattern id={hatch} width={8 * unit} height={8 * unit} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect className={styles.hatchGround} width={8 * unit} height={8 * unit} />
            <rect className={styles.hatchLine} width={3 * unit} height={8 * unit} />
          </pattern>
        </defs>
        <image href={picture.href} width={picture.width} height={picture.height} aria-hidden="true" />
        {regions.map((region, index) => (
          <RegionShape
            key={region.id}
            region={region}
            tag={tagOf(region, index)}
            label={labelOf(region, index)}
            selected={region.id === selected}
            hatch={hatch}
            unit={unit}
            describedBy={describedBy}
            onKeyDown={onRegionKey}
            onOpen={props.onOpen}
          />
        ))}
        {/* Last, so that no neighbour lies over the handles, while the order of the tabs stays that of the list. */}
        {held && !drawing ? <RegionHandles region={held} unit={unit} /> : null}
        {band ? <rect className={styles.band} {...band} vectorEffect="non-scaling-stroke" /> : null}
      </svg>
    </div>
  );
}
