import type { Refused } from "~/components/attempt";
import { mayBeKept } from "~/domain/evidence";

/** Photos on their way. Which of them is sent when is decided here; the sending itself is `use-uploads`. */
export type Upload = {
  readonly id: number;
  readonly file: File;
  /** How often the connection was cut under it. */
  readonly cuts: number;
  /** It was refused, and the person asks that it is kept sealed all the same. */
  readonly keep: boolean;
  readonly state:
    | { readonly is: "waiting" | "stored" | "cancelled" }
    | { readonly is: "sending"; readonly fraction: number }
    | { readonly is: "cut"; readonly seconds: number }
    | { readonly is: "refused"; readonly refused: Refused };
};

export type UploadEvent =
  | { readonly on: "chosen"; readonly files: readonly File[] }
  | { readonly on: "started" | "stored" | "cancelled" | "again" | "kept"; readonly id: number }
  | { readonly on: "progress"; readonly id: number; readonly fraction: number }
  | { readonly on: "failed"; readonly id: number; readonly refused: Refused }
  | { readonly on: "cleared" };

/** At a time. More share one bad connection and all of them take longer to be safe. */
export const AT_ONCE = 2;
const MOST_CUTS = 6;

/** Waits after a cut, in seconds, doubling: a tunnel is waited out, a dead server is not hammered. */
const waitAfter = (cuts: number): number => Math.min(60, 2 ** cuts);

/** What another attempt may cure by itself; anything else is for the person to decide. */
const passing = ({ code }: Refused): boolean => code === "offline" || code === "upload-incomplete" || code === "busy";

/** What "send again" may cure: everything that does not lie in the photo itself. */
export const curable = ({ code }: Refused): boolean =>
  ["offline", "upload-incomplete", "upload-digest-differs", "storage-digest-differs", "busy", "unexpected",
    "not-signed-in", "custody-key-missing", "too-many-attempts", "not-now"].includes(code);

/** What lies in the file itself can be kept sealed, if the person asks. */
export const keepable = ({ code }: Refused): boolean => code !== "offline" && code !== "unexpected" && mayBeKept(code);

export const ended = ({ state }: Upload): boolean =>
  state.is === "stored" || state.is === "cancelled" || state.is === "refused";

/** The ones to start now, in the order in which they were chosen. */
export function startable(uploads: readonly Upload[]): number[] {
  const free = AT_ONCE - uploads.filter(({ state }) => state.is === "sending").length;
  return uploads.filter(({ state }) => state.is === "waiting").slice(0, Math.max(0, free)).map(({ id }) => id);
}

function after(upload: Upload, event: UploadEvent): Upload {
  switch (event.on) {
    case "started":
      return { ...upload, state: { is: "sending", fraction: 0 } };
    case "progress":
      // The last progress of an aborted request may arrive after its end.
      return upload.state.is === "sending" ? { ...upload, state: { is: "sending", fraction: event.fraction } } : upload;
    case "failed": {
      const cuts = upload.cuts + 1;
      return passing(event.refused) && cuts <= MOST_CUTS
        ? { ...upload, cuts, state: { is: "cut", seconds: waitAfter(cuts) } }
        : { ...upload, state: { is: "refused", refused: event.refused } };
    }
    case "again":
      // Asked for by the person, after an end, it starts counting anew.
      return { ...upload, cuts: ended(upload) ? 0 : upload.cuts, state: { is: "waiting" } };
    case "kept":
      return { ...upload, keep: true, cuts: 0, state: { is: "waiting" } };
    case "stored":
    case "cancelled":
      return { ...upload, state: { is: event.on } };
    default:
      return upload;
  }
}

export function uploading(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  if (event.on === "chosen") {
    const first = Math.max(0, ...uploads.map(({ id }) => id)) + 1;
    return [
      ...uploads,
      ...event.files.map((file, n) => ({ id: first + n, file, cuts: 0, keep: false, state: { is: "waiting" } as const })),
    ];
  }
  if (event.on === "cleared") return uploads.filter(({ state }) => state.is !== "stored" && state.is !== "cancelled");
  return uploads.map((upload) => (upload.id === event.id ? after(upload, event) : upload));
}
