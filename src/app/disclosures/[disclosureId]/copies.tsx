"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import type { Scene } from "~/components/disclosures/scene";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Row } from "~/components/stack";
import { bearsMark } from "~/domain/mark";
import type { Outputs } from "~/trpc/types";
import styles from "./copies.module.css";

type Disclosure = Outputs["disclosures"]["read"];

/** The reference by which a copy that turns up is looked up: a fact among the others. */
export function MarkBorne({ mark, purpose, state }: Pick<Disclosure, "mark" | "purpose" | "state">) {
  const t = useTranslations("marks.read");
  const bears = bearsMark(purpose);
  // One that was refused, or released before there were marks, has none and never will.
  if (bears && mark === null && state !== "proposed") return null;
  return (
    <>
      <dt>{t("mark")}</dt>
      <dd>{mark ? <Ltr mono>{mark}</Ltr> : t(bears ? "later" : "none")}</dd>
    </>
  );
}

/** The very bytes that the recipient is given. Looking at them is recorded, so they are loaded only when they are asked for. */
export function Copies({ copies, scene }: { copies: Disclosure["copies"]; scene: Scene }) {
  const t = useTranslations("marks.leaving");
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState<ReadonlySet<string>>(new Set());
  const shown = scene.items.flatMap(({ id, number }) => copies.filter(({ item }) => item === id).map((copy) => ({ ...copy, number })));
  return (
    <Card title={t("title")}>
      <p>{t("explain")}</p>
      {asked ? (
        <ul className={styles.copies}>
          {shown.map(({ derivativeId, width, height, number }) => (
            <li key={derivativeId}>
              <img
                alt={t("photo", { number })}
                className={styles.copy}
                height={height}
                onError={() => setFailed((before) => new Set([...before, derivativeId]))}
                src={`/api/derivatives/${derivativeId}`}
                width={width}
              />
              {failed.has(derivativeId) && (
                <Notice live="polite" tone="danger">
                  {t("failed")}
                </Notice>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Row>
          <Button onClick={() => setAsked(true)}>{t("show")}</Button>
        </Row>
      )}
    </Card>
  );
}
