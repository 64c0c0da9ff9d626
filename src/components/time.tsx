"use client";
import { useFormatter } from "use-intl";

const shapes = {
  moment: { dateStyle: "medium", timeStyle: "short" },
  second: { dateStyle: "medium", timeStyle: "medium" },
  day: { dateStyle: "long" },
} as const;

/** An instant, in the reader's language and the instance's time zone. */
export function Time({ at, shape = "moment" }: { at: Date; shape?: keyof typeof shapes }) {
  const format = useFormatter();
  // The server's and the browser's tables of languages may differ by a comma; the server's rendering then stands.
  return (
    <time dateTime={at.toISOString()} suppressHydrationWarning>
      {format.dateTime(at, shapes[shape])}
    </time>
  );
}

/** A time as it was observed on the spot, `YYYY-MM-DDTHH:mm` without a zone, as `IncidentDetails` has it. */
export function WallTime({ at, shape = "moment" }: { at: string; shape?: keyof typeof shapes }) {
  const format = useFormatter();
  return (
    <time dateTime={at} suppressHydrationWarning>
      {format.dateTime(new Date(`${at}:00Z`), { ...shapes[shape], timeZone: "UTC" })}
    </time>
  );
}
