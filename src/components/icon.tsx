/** Drawn on a 24 × 24 grid with one stroke. Decorative: the word beside it carries the meaning. */
const paths = {
  alert: "M12 4 2.8 20h18.4L12 4Zm0 6v5m0 2.6v.4",
  back: "M15 5l-7 7 7 7",
  bar: "M4 7h16M4 12h16M4 17h16",
  camera: "M4 8h3.5L9 5.5h6L16.5 8H20v11H4V8Zm8 2.5a3.25 3.25 0 1 0 0 6.5 3.25 3.25 0 0 0 0-6.5Z",
  check: "M4.5 12.5 10 18 19.5 7",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm0 4V12l3 2",
  copy: "M8.5 8.5V4H20v11.5h-4.5M4 8.5h11.5V20H4V8.5Z",
  cross: "M6 6l12 12M18 6 6 18",
  door: "M13.5 4H5v16h8.5M10 12h10m-3.5-3.5L20 12l-3.5 3.5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5-2.75a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5Z",
  folder: "M3.5 6h6l2 2.5h9V19h-17V6Z",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm0 7.5v5.5m0-9v.5",
  key: "M7.5 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Zm3.5 3.5h9.5v3.5M16.5 12v2.5",
  language: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17Z",
  ledger: "M5.5 3.5h13v17h-13v-17ZM9 8h6m-6 4h6m-6 4h3.5",
  link: "M10 14l4-4M8.5 11 6 13.5a3.2 3.2 0 0 0 4.5 4.5l2.5-2.5m-2-7L13.5 6A3.2 3.2 0 0 1 18 10.5L15.5 13",
  lock: "M6 10.5h12V20H6v-9.5Zm2.5 0V8a3.5 3.5 0 0 1 7 0v2.5",
  minus: "M5 12h14",
  next: "M5 12h13m-5-5 5 5-5 5",
  people: "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM3.5 19c0-3.3 2.4-5.5 5.5-5.5s5.5 2.2 5.5 5.5M15.5 5.3a3 3 0 0 1 0 5.4m1.5 3c2.2.7 3.5 2.6 3.5 5.3",
  person: "M12 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM5 20c0-3.9 3-6.5 7-6.5s7 2.6 7 6.5",
  plus: "M12 5v14M5 12h14",
  pulse: "M3 12.5h4l2.5-7 5 13 2.5-6h4",
  redo: "M15 7l4.5 4.5L15 16M19.5 11.5h-9a5 5 0 0 0 0 10H12",
  share: "M12 15V4m-4 4 4-4 4 4M5 12v8h14v-8",
  stop: "M8.2 3.5h7.6l4.7 4.7v7.6l-4.7 4.7H8.2l-4.7-4.7V8.2l4.7-4.7ZM12 8v5m0 2.6v.4",
  undo: "M9 7l-4.5 4.5L9 16M4.5 11.5h9a5 5 0 0 1 0 10H12",
} as const;

export type IconName = keyof typeof paths;

/** These point along the line of reading, so they turn round in a right-to-left page. */
const along: ReadonlySet<IconName> = new Set(["back", "door", "next", "redo", "undo"]);

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={along.has(name) ? "icon-flips" : undefined}
      fill="none"
      focusable="false"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={1.75}
      viewBox="0 0 24 24"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}
