"use client";
import { useCallback, useState } from "react";
import { LOCKED, type Condition } from "~/domain/visit";
import { refusalOf, type Refused } from "~/trpc/client";
import { recipient } from "~/trpc/recipient";
import type { Outputs } from "~/trpc/types";
import { isDead } from "./dead";

export type Told = Outputs["recipient"]["conditions"];
export type View = Outputs["recipient"]["open"];

/** Where somebody stands who came by a link. `refused` says why the last step did not go through. */
export type Shown =
  | { readonly at: "secret"; readonly pending: boolean; readonly refused: Refused | null }
  | { readonly at: "knocking" }
  | { readonly at: "threshold"; readonly told: Told; readonly pending: boolean; readonly refused: Refused | null }
  | { readonly at: "open"; readonly view: View }
  | { readonly at: "dead"; readonly refused: Refused; readonly watched: boolean }
  | { readonly at: "failed"; readonly refused: Refused };

type Link = { readonly token: string; readonly secret: string | null };

const openBy = async (link: Link, accepts: readonly Condition[]): Promise<Shown> => ({
  at: "open", view: await recipient.open.mutate({ ...link, accepts: [...accepts] }),
});

/** The next place for somebody who shows this: inside at once where nothing is asked of them. */
async function knocked(link: Link): Promise<Shown> {
  const told = await recipient.conditions.mutate(link);
  if (told.conditions.length === 0 && told.left === null) return openBy(link, []);
  return { at: "threshold", told, pending: false, refused: null };
}

const settled = async (step: () => Promise<Shown>, instead: (refused: Refused) => Shown): Promise<Shown> => {
  try {
    return await step();
  } catch (error) {
    return instead(refusalOf(error));
  }
};

const turnedAway = (refused: Refused): Shown =>
  isDead(refused) ? { at: "dead", refused, watched: false } : { at: "failed", refused };

/** The way in by one link, from the first knock until it is shut. The second secret is in memory for as long. */
export function useWayIn(fragment: string) {
  const locked = fragment.startsWith(LOCKED);
  const token = locked ? fragment.slice(LOCKED.length) : fragment;
  const [secret, setSecret] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>(locked ? { at: "secret", pending: false, refused: null } : { at: "knocking" });

  /** For a link that asks for no second secret. @returns a way to lose interest */
  const arrive = useCallback(() => {
    if (locked) return undefined;
    let left = false;
    const go = (next: Shown) => {
      if (!left) setShown(next);
    };
    go({ at: "knocking" });
    void settled(() => knocked({ token, secret: null }), turnedAway).then(go);
    return () => {
      left = true;
    };
  }, [locked, token]);

  const show = (told: string) => {
    setSecret(told);
    setShown({ at: "secret", pending: true, refused: null });
    const instead = (refused: Refused): Shown =>
      refused.code === "disclosure-closed" ? turnedAway(refused) : { at: "secret", pending: false, refused };
    void settled(() => knocked({ token, secret: told }), instead).then(setShown);
  };

  const accept = (told: Told, accepted: readonly Condition[]) => {
    setShown({ at: "threshold", told, pending: true, refused: null });
    const instead = (refused: Refused): Shown =>
      isDead(refused) ? turnedAway(refused) : { at: "threshold", told, pending: false, refused };
    void settled(() => openBy({ token, secret }, accepted), instead).then(setShown);
  };

  const died = useCallback((refused: Refused) => {
    setSecret(null);
    setShown({ at: "dead", refused, watched: true });
  }, []);

  return { shown, arrive, show, accept, died };
}
