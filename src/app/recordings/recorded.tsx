"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Notice } from "~/components/notice";
import { loadRecording, useSound } from "~/components/people/sound";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { VisuallyHidden } from "~/components/visually-hidden";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./recordings.module.css";

export type Recording = Outputs["recordings"]["list"][number];

/** What was recorded of a passage: to be listened to, and removed. */
export function Recorded({ recording, name }: { readonly recording: Recording; readonly name: string }) {
  const t = useTranslations("recordings");
  const router = useRouter();
  const { state, play, stop } = useSound(loadRecording);
  const heard = state === "loading" || state === "playing";
  const remove = async () => {
    await trpc.recordings.remove.mutate({ recordingId: recording.id });
    router.refresh();
  };
  return (
    <Stack gap="s">
      <p className={styles.quiet}>
        {t.rich("about", { seconds: Math.max(1, Math.round(recording.milliseconds / 1000)), time: filled(<Time at={recording.addedAt} shape="day" />) })}
      </p>
      <div data-heard={state}>
        <Row>
          <Button onClick={() => (heard ? stop() : void play([recording.id]))}>
            {heard ? t("stop") : t("listen")} <VisuallyHidden>{name}</VisuallyHidden>
          </Button>
          <ConfirmButton
            confirmLabel={t("remove")}
            label={
              <>
                {t("remove")} <VisuallyHidden>{name}</VisuallyHidden>
              </>
            }
            onConfirm={remove}
            title={t("removeTitle")}
          >
            <p>{t("removeText")}</p>
          </ConfirmButton>
        </Row>
      </div>
      {state === "failed" ? (
        <Notice live="polite" tone="attention">
          {t("notPlayed")}
        </Notice>
      ) : null}
    </Stack>
  );
}
