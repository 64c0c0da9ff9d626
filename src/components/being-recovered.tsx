"use client";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { useAttempt } from "./attempt";
import { Button } from "./button";
import styles from "./elsewhere.module.css";
import { filled } from "./filled";
import { Notice } from "./notice";
import { RefusalNotice } from "./refusal-notice";
import { Row, Stack } from "./stack";
import { Time } from "./time";

type Running = Outputs["recovery"]["running"];

/**
 * Tells whoever is signed in that somebody comes back in their name, on every page, and stops it with one press. It asks
 * when they go to a page, as `elsewhere.tsx` does and for the same reason.
 */
export const BeingRecovered = () => <Stopping key={usePathname()} />;

function Stopping() {
  const t = useTranslations("recovery.running");
  const [running, setRunning] = useState<Running>(null);
  const [stopped, setStopped] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  useEffect(() => {
    let isGone = false;
    const ask = async () => {
      // What the page itself asks for says why nothing can be had.
      const found = await trpc.recovery.running.query().catch((): Running => null);
      if (!isGone) setRunning(found);
    };
    void ask();
    return () => {
      isGone = true;
    };
  }, []);

  if (!running) return null;
  const stop = async () => {
    await trpc.recovery.stop.mutate({ recoveryId: running.id });
    setStopped(true);
  };
  return (
    <div className={styles.told}>
      {stopped ? (
        <Notice live="polite" tone="ok">
          <p>{t("stopped")}</p>
        </Notice>
      ) : (
        <Notice live="assertive" title={t("title")} tone="danger">
          <Stack gap="s">
            <p>{t.rich("text", { time: filled(<Time at={running.openedAt} />) })}</p>
            <RefusalNotice refused={refused} />
            <Row>
              <Button icon="stop" onClick={() => void attempt(stop)} pending={pending} variant="danger">
                {t("stop")}
              </Button>
            </Row>
          </Stack>
        </Notice>
      )}
    </div>
  );
}
