"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import type { Position } from "~/domain/connection";
import { trpc } from "~/trpc/client";
import styles from "./patterns.module.css";

/** Degrees as somebody types them, also with a comma; null for what is none. */
function degrees(text: string, most: number): number | null {
  const number = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(number) || Math.abs(number) > most ? null : number;
}

/** Say about where a place is, so that it stands on the map. */
export function Locate({ featureId, position }: { readonly featureId: string; readonly position: Position | null }) {
  const t = useTranslations("patterns.locate");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [latitude, setLatitude] = useState(position ? String(position.latitude) : "");
  const [longitude, setLongitude] = useState(position ? String(position.longitude) : "");
  const [wrong, setWrong] = useState(false);
  const send = (to: Position | null) =>
    attempt(async () => {
      await trpc.connections.locate.mutate({ featureId, from: position, position: to });
      router.refresh();
    });
  return (
    <Card title={t("title")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const [north, east] = [degrees(latitude, 90), degrees(longitude, 180)];
          setWrong(north === null || east === null);
          if (north !== null && east !== null) void send({ latitude: north, longitude: east });
        }}
      >
        <Stack gap="m">
          <p className={styles.quiet}>{t("text")}</p>
          <div className={styles.form}>
            <TextField dir="ltr" error={wrong ? t("wrong") : undefined} hint={t("hint", { example: "50.95" })} inputMode="decimal" label={t("latitude")} onChange={(event) => setLatitude(event.target.value)} required value={latitude} />
            <TextField dir="ltr" hint={t("hint", { example: "1.86" })} inputMode="decimal" label={t("longitude")} onChange={(event) => setLongitude(event.target.value)} required value={longitude} />
          </div>
          <RefusalNotice refused={refused} />
          <Row>
            <Button pending={pending} type="submit">{t("save")}</Button>
            {position ? <Button onClick={() => void send(null)} pending={pending}>{t("remove")}</Button> : null}
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
