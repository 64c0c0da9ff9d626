"use client";
import { useFormatter } from "use-intl";

const day = { year: "numeric", month: "long", day: "numeric" } as const;
// The whole day's hours in every language: a morning must not be taken for an evening.
const minute = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const shapes = {
  moment: { ...day, ...minute },
  second: { ...day, ...minute, second: "2-digit" },
  day,
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
