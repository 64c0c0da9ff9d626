import type { TRPCClientError, TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { Root } from "~/server/trpc/root";
import { refusedFrom } from "./refused";

/** Asks the person in front of the page to show who they are. @returns whether they did */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** Whoever can ask, which is the dialog in the shell. @returns how to stop */
export function askWith(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

/** Several calls that are refused at once ask once. */
export function ask(): Promise<boolean> {
  asking ??= (asker?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined;
  });
  return asking;
}

const isAsked = (error: TRPCClientError<Root>): boolean => refusedFrom(error.data).code === "prove-again";

/**
 * The one place that meets `prove-again`: it asks, and repeats the very call that was refused. Whoever made the call
 * notices nothing, unless the person would not; then the refusal is theirs.
 */
export const askedAgain: TRPCLink<Root> = () => ({ op, next }) =>
  observable((observer) => {
    let running: Unsubscribable | undefined;
    let isOver = false;
    const run = (onRefused: (error: TRPCClientError<Root>) => void) => {
      running = next(op).subscribe({
        next: (value) => observer.next(value),
        complete: () => observer.complete(),
        error: (error: TRPCClientError<Root>) => (isAsked(error) ? onRefused(error) : observer.error(error)),
      });
    };
    const askAndRepeat = async (refused: TRPCClientError<Root>) => {
      const proven = await ask();
      if (isOver) return;
      if (proven) run((again) => observer.error(again));
      else observer.error(refused);
    };
    run((refused) => void askAndRepeat(refused));
    return () => {
      isOver = true;
      running?.unsubscribe();
    };
  });
