"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { whileAtIt } from "~/components/at-it";
import { Notice } from "~/components/notice";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./presence.module.css";

type Here = Outputs["presence"]["here"];

const EVERY_MS = 5_000;

const isWriting = (): boolean => document.activeElement?.matches("textarea, input:not([type=checkbox], [type=radio]), [contenteditable]") ?? false;

/** Says who else has this incident open, and shows it anew when something of it changed. What is being typed here stays. */
export function Presence({ incidentId }: { readonly incidentId: string }) {
  const t = useTranslations("desk.presence");
  const router = useRouter();
  const [others, setOthers] = useState<Here["others"]>([]);
  const [changed, setChanged] = useState(false);
  const stamp = useRef<string | null>(null);

  useEffect(() => {
    let [gone, asking] = [false, false];
    const ask = async () => {
      if (asking) return;
      asking = true;
      // Whoever cannot be heard of is not shown; why, the next thing that the reader does will say.
      const here = await trpc.presence.here.mutate({ incidentId, writing: isWriting() }).catch((): null => null);
      asking = false;
      if (gone) return;
      setOthers(here?.others ?? []);
      if (!here) return;
      if (stamp.current !== null && stamp.current !== here.stamp) {
        setChanged(here.others.length > 0);
        router.refresh();
      }
      stamp.current = here.stamp;
    };
    const stop = whileAtIt(() => void ask(), EVERY_MS, true);
    return () => {
      gone = true;
      stop();
    };
  }, [incidentId, router]);

  return (
    <div aria-live="polite" className={styles.here}>
      {others.length > 0 ? (
        <Notice tone="info">
          {others.map(({ handle, writing }) => (
            <p key={handle}>{t(writing ? "writing" : "reading", { handle })}</p>
          ))}
          {changed ? <p>{t("changed")}</p> : null}
        </Notice>
      ) : null}
    </div>
  );
}
