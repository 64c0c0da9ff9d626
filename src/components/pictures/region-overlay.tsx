"use client";

import { useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { Region } from "~/domain/evidence";
import styles from "./region-overlay.module.css";
import { RegionHandles, RegionShape } from "./region-shape";
import { barAt, SuggestionBar } from "./region-suggestion";
import { useLaidOut } from "./use-laid-out";
import { useRegionPointer, type PointerActs } from "./use-region-pointer";
import type { RegionWords } from "./use-region-words";
import type { View } from "./use-zoom";
import { MARGIN } from "./zoom";

/** `width` and `height` are the clean picture's, in whose pixels the regions are. */
export type Shown = {
  /** Made for a display, `displayWidth` pixels wide. */
  readonly href: string;
  readonly displayWidth: number;
  /** The clean picture itself, to be loaded when `href` shows no more; null where `href` is it. */
  readonly sharpHref: string | null;
  readonly width: number;
  readonly height: number;
};

type Props = PointerActs & {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLDivElement | null>;
  readonly view: View;
  readonly picture: Shown;
  readonly regions: readonly Region[];
  readonly selected: string | null;
  readonly drawing: boolean;
  readonly label: string;
  readonly frameLabel: string;
  readonly describedBy: string;
  readonly words: RegionWords;
  readonly onOpen: (id: string) => void;
  readonly onAccept: (id: string) => void;
  readonly onDismiss: (id: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** How many of the screen's pixels one pixel of the smaller picture may become before the larger one is loaded. */
const COARSE = 1.6;

/**
 * The picture with its regions on it, for pointer, finger and keyboard. It holds no region itself. The picture lies under
 * the drawing, in a layer of its own: whatever moves above it, it is neither decoded nor drawn again.
 */
export function RegionOverlay(props: Props) {
  const { frame, canvas, view, picture, regions, selected, drawing, label, frameLabel, describedBy, words } = props;
  const { zoom, unit } = view;
  const svg = useRef<SVGSVGElement>(null);
  const room = useLaidOut({ width: `${zoom * 100}%` });
  const { band, handlers } = useRegionPointer(svg, { ...props, unit });
  const hatch = useId();
  const margin = MARGIN * unit;
  const viewBox = `${-margin} ${-margin} ${picture.width + 2 * margin} ${picture.height + 2 * margin}`;
  const size = { width: picture.width / unit + 2 * MARGIN, height: picture.height / unit + 2 * MARGIN };

  const density = typeof window === "undefined" ? 1 : window.devicePixelRatio;
  const coarse = zoom > 1 && (picture.width / unit) * density > picture.displayWidth * COARSE;
  // Once loaded it stays, hidden while it is not needed: each loading is a viewing that is recorded.
  const [sharp, setSharp] = useState(false);
  if (coarse && !sharp) setSharp(true);

  const index = regions.findIndex(({ id }) => id === selected);
  const held = regions[index];
  // A scrolling frame is reached by the keyboard, whose arrows then scroll it.
  const scrolled = { tabIndex: 0, role: "group", "aria-label": frameLabel, onKeyDown: props.onKeyDown };
  return (
    <div ref={frame} className={styles.frame} dir="ltr" {...scrolled}>
      <div ref={room}>
        <div ref={canvas} className={styles.canvas}>
          <img alt="" className={styles.picture} decoding="async" draggable={false} fetchPriority="high" src={picture.href} />
          {sharp && picture.sharpHref !== null ? (
            <img alt="" className={styles.picture} decoding="async" draggable={false} hidden={!coarse} src={picture.sharpHref} />
          ) : null}
          <svg
            ref={svg}
            className={drawing ? `${styles.drawn} ${styles.drawing}` : styles.drawn}
            viewBox={viewBox}
            // Lets a screen reader's user have the arrow keys; everything in here is also in the list beside it.
            role="application"
            aria-label={label}
            {...handlers}
          >
            <defs>
              <pattern id={hatch} width={8 * unit} height={8 * unit} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect className={styles.hatchGround} width={8 * unit} height={8 * unit} />
                <rect className={styles.hatchLine} width={3 * unit} height={8 * unit} />
              </pattern>
            </defs>
            {regions.map((region, position) => (
              <RegionShape
                key={region.id}
                region={region}
                index={position}
                words={words}
                selected={region.id === selected}
                lifted={region.id === band?.id}
                hatch={hatch}
                unit={unit}
                describedBy={describedBy}
                onOpen={props.onOpen}
              />
            ))}
            {/* Last, so that no neighbour lies over the handles, while the order of the tabs stays that of the list. */}
            {held && !held.possible && !drawing && !band ? <RegionHandles region={held} unit={unit} /> : null}
          </svg>
          {band ? (
            <svg aria-hidden="true" className={styles.above} viewBox={viewBox}>
              <rect className={styles.edgeUnder} {...band.box} vectorEffect="non-scaling-stroke" />
              <rect className={styles.band} {...band.box} vectorEffect="non-scaling-stroke" />
            </svg>
          ) : null}
          {held?.possible && !drawing ? (
            <SuggestionBar
              at={barAt(held, unit, size)}
              number={index + 1}
              onAccept={() => props.onAccept(held.id)}
              onDismiss={() => props.onDismiss(held.id)}
              region={held}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}
