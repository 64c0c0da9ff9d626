"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import type { OriginalInWorker } from "~/components/originals/in-worker";
import { outlineOf } from "~/components/originals/outline-of";
import { Findings, type ToldOnMap } from "~/components/pictures/findings";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { toldOf } from "~/domain/told";

/**
 * What was found in the file beside its picture, out of what the worker has opened. The map is drawn in this browser: the outline
 * of the whole world is fetched, whatever the place is, and also where there is none.
 */
export function ToldBeside({ worker }: { worker: OriginalInWorker }) {
  const t = useTranslations("originals.told");
  const [told, setTold] = useState<ToldOnMap | "unreadable" | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const show = () =>
    attempt(async () => {
      const found = await worker.told();
      const draw = await outlineOf();
      setTold(found ? { ...toldOf(found), map: found.place ? draw(found.place) : null } : "unreadable");
    });
  return (
    <Stack gap="s">
      {told === null ? (
        <>
          <RefusalNotice refused={refused} />
          <Row>
            <Button icon="eye" onClick={() => void show()} pending={pending}>
              {t("show")}
            </Button>
          </Row>
        </>
      ) : (
        <section aria-live="polite">
          <h3>{t("title")}</h3>
          {told === "unreadable" ? <p>{t("unreadable")}</p> : <Findings names={{ place: t("place"), time: t("time"), device: t("device") }} told={told} />}
        </section>
      )}
    </Stack>
  );
}
