"use client";

import { useId } from "react";
import type { Box, Size } from "./geometry";
import styles from "./lit-picture.module.css";

type Lit = Size & {
  readonly href: string | null;
  readonly regions: readonly (Box & { readonly id: string })[];
};

/** A picture dimmed but for some regions, which are outlined as well: "this is you". Sizes are the clean picture's. */
export function LitPicture({ picture, alt }: { readonly picture: Lit; readonly alt: string }) {
  const mask = useId();
  const { width, height, href, regions } = picture;
  return (
    <svg aria-label={alt} className={styles.picture} role="img" viewBox={`0 0 ${width} ${height}`}>
      <mask id={mask}>
        <rect fill="#fff" height={height} width={width} />
        {regions.map(({ id, ...box }) => (
          <rect fill="#000" key={id} {...boxOf(box)} />
        ))}
      </mask>
      {href === null ? null : <image height={height} href={href} preserveAspectRatio="none" width={width} />}
      <rect className={styles.dim} height={height} mask={`url(#${mask})`} width={width} />
      {regions.map(({ id, ...box }) => (
        <g key={id}>
          <rect className={styles.under} vectorEffect="non-scaling-stroke" {...boxOf(box)} />
          <rect className={styles.edge} vectorEffect="non-scaling-stroke" {...boxOf(box)} />
        </g>
      ))}
    </svg>
  );
}

const boxOf = ({ x, y, width, height }: Box): Box => ({ x, y, width, height });
