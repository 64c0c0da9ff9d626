"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import type { Mine, Wraps } from "~/components/custody/unlocking";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { ResealInWorker } from "~/components/resealings/in-worker";
import type { Keys } from "~/components/resealings/reseal.worker";
import { run, type Ended, type Progress } from "~/components/resealings/run";
import { stepsOf } from "~/components/resealings/steps";
import { Row, Stack } from "~/components/stack";
import { remainingMs, resealTasks, type ResealTask } from "~/domain/resealing";
import { refusalOf, trpc } from "~/trpc/client";
import styles from "../custody.module.css";

type Amount = { readonly items: number; readonly bytes: number };
type Props = {
  readonly resealingId: string;
  readonly wraps: Wraps;
  /** The public half of the key in use. */
  readonly inUse: string;
  readonly amounts: Readonly<Record<ResealTask, Amount>>;
  readonly may: Readonly<Record<ResealTask, boolean>>;
};

/** Sealing anew, and checking what the other sealed: each in this browser, after the passphrase. */
export function Work(props: Props) {
  return resealTasks.map((task) => <Task key={task} {...props} task={task} />);
}

type Going = { readonly progress: Progress; readonly ended: Ended | null; readonly of: Amount };
const none: Progress = { done: 0, failed: 0, notHeld: 0, bytes: 0, ms: 0 };

function keysOf(mine: Mine, own: OwnKey, inUse: string): Keys {
  const held = mine.grants.map(({ custody, sealed, tag }) => ({
    custody: custody.recipient, grant: { sealed: new Uint8Array(sealed), tag: new Uint8Array(tag) },
  }));
  return { own, held, inUse };
}

function Task({ task, resealingId, wraps, inUse, amounts, may }: Props & { task: ResealTask }) {
  const t = useTranslations(`reseal.${task}`);
  const router = useRouter();
  // What is left is not asked about again until the page knows what that is.
  const [counting, startCounting] = useTransition();
  const [going, setGoing] = useState<Going | null>(null);
  const pause = useRef<AbortController>(null);
  const inWorker = useRef<ResealInWorker>(null);
  // Whoever leaves the page takes the keys away at once; a pause lets the item that is under way come to its end.
  useEffect(
    () => () => {
      pause.current?.abort();
      inWorker.current?.close();
    },
    [],
  );
  const amount = amounts[task];
  const running = going !== null && going.ended === null;
  if (!going && (!may[task] || amount.items === 0)) return null;

  const begin = async (own: OwnKey, mine: Mine) => {
    const worker = new ResealInWorker();
    try {
      const unlocked = await worker.do("unlock", { keys: keysOf(mine, own, inUse) });
      if (!unlocked.ok) {
        worker.close();
        return unlocked.why;
      }
      await trpc.resealings.begin.mutate({ resealingId });
    } catch (error) {
      worker.close();
      throw error;
    }
    const stop = new AbortController();
    pause.current = stop;
    inWorker.current = worker;
    const of = amount;
    setGoing({ progress: none, ended: null, of });
    const held = new Map(mine.grants.map(({ custody }) => [custody.id, custody.recipient]));
    const steps = stepsOf({ task, resealingId, worker, held });
    const toTheEnd = async () => {
      const ended = await run(steps, stop.signal, (progress) => setGoing({ progress, ended: null, of }));
      worker.close();
      setGoing((before) => before && { ...before, ended });
      startCounting(() => router.refresh());
    };
    void toTheEnd();
    return null;
  };
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        {going && <Pace going={going} onPause={() => pause.current?.abort()} task={task} />}
        {!running && !counting && may[task] && amount.items > 0 && (
          <UnlockForm run={begin} submit={going ? t("goOn") : t("submit")} wraps={wraps}>
            <p>{t("explain", { count: amount.items })}</p>
          </UnlockForm>
        )}
      </Stack>
    </Card>
  );
}

function Pace({ going: { progress, ended, of }, task, onPause }: { going: Going; task: ResealTask; onPause: () => void }) {
  const t = useTranslations("reseal.pace");
  const over = progress.done + progress.failed + progress.notHeld;
  const remaining = remainingMs(progress, Math.max(0, of.bytes - progress.bytes));
  return (
    <>
      {!ended && <progress aria-label={t(`bar.${task}`)} className={styles.bar} max={of.items} value={over} />}
      <p aria-live="polite">{t("done", { count: progress.done, whole: of.items })}</p>
      {!ended && remaining !== null && over < of.items && <p>{t("remaining", { minutes: Math.ceil(remaining / 60_000) })}</p>}
      {progress.failed > 0 && (
        <Notice live="assertive" tone="danger">
          <p>{t("failed", { count: progress.failed })}</p>
        </Notice>
      )}
      {progress.notHeld > 0 && (
        <Notice tone="attention">
          <p>{t("notHeld", { count: progress.notHeld })}</p>
        </Notice>
      )}
      {!ended && (
        <Row>
          <Button icon="stop" onClick={onPause}>
            {t("pause")}
          </Button>
        </Row>
      )}
      {ended && ended.how !== "stopped" && (
        <Notice live="polite" tone={ended.how === "finished" ? "ok" : "info"}>
          <p>{t(ended.how === "finished" ? `finished.${task}` : "paused")}</p>
        </Notice>
      )}
      {ended?.how === "stopped" && (
        <>
          <RefusalNotice refused={refusalOf(ended.error)} />
          <p>{t("stopped")}</p>
        </>
      )}
    </>
  );
}
