"use client";

import { useRouter } from "next/navigation";
import { useEffect, useReducer } from "react";
import { useAttempt } from "~/components/attempt";
import type { RedactionMethod } from "~/domain/evidence";
import { trpc } from "~/trpc/client";
import { edit, opened, unsaved, type Saved } from "./region-edits";

/**
 * The regions on the screen and their way to the server. `arrived` is what the page was last read with: whenever it
 * is newer than what the editor started from (the detector has finished, somebody else saved), it is merged in.
 */
export function useRegionEditing(itemId: string, arrived: Saved, begin: string | null) {
  const router = useRouter();
  const [editing, dispatch] = useReducer(edit, arrived, (saved) => ({ ...opened(saved), selected: begin }));
  const { pending, refused, attempt, forget } = useAttempt();

  useEffect(() => dispatch({ do: "arrived", saved: arrived }), [arrived]);

  /** What the server now holds: all that is on the screen. */
  async function push(): Promise<Saved> {
    if (!unsaved(editing)) return editing.base;
    const regions = editing.regions;
    const { version } = await trpc.regions.save.mutate({ itemId, version: editing.base.version, regions: [...regions] });
    const saved = { version, regions };
    dispatch({ do: "saved", saved });
    return saved;
  }

  const save = () =>
    attempt(async () => {
      await push();
      router.refresh();
    });
  const confirm = (method: RedactionMethod) =>
    attempt(async () => {
      const { version, regions } = await push();
      const confirmed = await trpc.regions.confirm.mutate({ itemId, version, method });
      dispatch({ do: "saved", saved: { version: confirmed.version, regions } });
      router.refresh();
    });
  /** After "changed-meanwhile": reading the page again brings the newer regions, which are merged. */
  const bringIn = () => {
    forget();
    router.refresh();
  };

  return { editing, dispatch, dirty: unsaved(editing), pending, refused, save, confirm, bringIn };
}
