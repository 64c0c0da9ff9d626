"use client";
import { useCallback, useState } from "react";
import { refusalOf, type Refused } from "~/trpc/client";

export type { Refused };

export type Attempt = {
  pending: boolean;
  /** Why the last attempt failed, for `<RefusalNotice>`; null before it, while it runs and after a success. */
  refused: Refused | null;
  /** Runs and says whether it went through. Whatever it throws becomes `refused`. */
  attempt: (run: () => Promise<void>) => Promise<boolean>;
  forget: () => void;
};

/** One thing that the reader tries at a time: sending a form, pressing a button that changes something. */
export function useAttempt(): Attempt {
  const [state, set] = useState<{ pending: boolean; refused: Refused | null }>({ pending: false, refused: null });
  const attempt = useCallback(async (run: () => Promise<void>) => {
    set({ pending: true, refused: null });
    try {
      await run();
      set({ pending: false, refused: null });
      return true;
    } catch (error) {
      set({ pending: false, refused: refusalOf(error) });
      return false;
    }
  }, []);
  const forget = useCallback(() => set({ pending: false, refused: null }), []);
  return { ...state, attempt, forget };
}
