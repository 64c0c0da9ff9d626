"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { Propose } from "./propose";
import styles from "./together.module.css";

type Edges = Outputs["motions"]["readMap"];

/** The whole map: asked for by one, agreed to by another, read by either of them. It is in this page's memory only. */
export function WholeMap({ agreed }: { agreed: Outputs["motions"]["list"]["motions"][number] | null }) {
  const t = useTranslations("stewardship.map");
  const [edges, setEdges] = useState<Edges | null>(null);
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("text")}</p>
        {edges ? (
          <>
            <Drawn edges={edges} />
            <Button onClick={() => setEdges(null)}>{t("hide")}</Button>
          </>
        ) : agreed ? (
          <>
            {agreed.until && <p>{t.rich("ready", { time: filled(<Time at={agreed.until} />) })}</p>}
            <ConfirmButton
              confirmLabel={t("read")}
              label={t("read")}
              onConfirm={async () => setEdges(await trpc.motions.readMap.mutate({ motionId: agreed.id }))}
              title={t("readTitle")}
            >
              <p>{t("readText")}</p>
            </ConfirmButton>
          </>
        ) : (
          <Propose label={t("propose")} motion={() => ({ kind: "map" })} />
        )}
      </Stack>
    </Card>
  );
}

function Drawn({ edges }: { edges: Edges }) {
  const t = useTranslations("stewardship.map");
  const vouching = useTranslations("vouching");
  const who = (handle: string | null) => filled(handle ? <Ltr>{handle}</Ltr> : <span>{vouching("noName")}</span>);
  if (edges.length === 0) return <p className={styles.quiet}>{t("empty")}</p>;
  return (
    <ul className={styles.list}>
      {edges.map((edge) => (
        <li key={edge.id}>
          <span className={styles.what}>
            {t.rich("line", { from: who(edge.from), to: who(edge.to) })}
            {edge.fellAt && <Badge tone="attention">{vouching("fell")}</Badge>}
          </span>
          <p className={styles.quiet}>
            {vouching(`kinds.${edge.kind}`)} · <Time at={edge.at} shape="day" />
          </p>
          <p className={styles.quiet} dir="auto">
            {edge.sentence}
          </p>
        </li>
      ))}
    </ul>
  );
}
