"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import { TakeBack } from "./take-back";
import styles from "./vouching.module.css";

type Mine = Outputs["vouching"]["mine"];

/** Behind whom the reader stands. What they wrote is shown to them alone. */
export function Given({ given }: { given: Mine["given"] }) {
  const t = useTranslations("vouching");
  return (
    <Card title={t("given.title")}>
      {given.length === 0 ? (
        <p className={styles.quiet}>{t("given.none")}</p>
      ) : (
        <ul className={styles.list}>
          {given.map((edge) => (
            <li className={styles.edge} key={edge.id}>
              <Who edge={edge}>
                <Badge tone={edge.state === "suspended" ? "danger" : edge.state === "member" ? "ok" : "info"}>
                  {t(`states.${edge.state}`)}
                </Badge>
              </Who>
              {edge.fellAt === null && edge.state !== "link-lapsed" && <TakeBack edge={edge} />}
              {edge.sentence && (
                <p className={styles.quiet} dir="auto">
                  {edge.sentence}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Who stands behind the reader. */
export function Received({ received }: { received: Mine["received"] }) {
  const t = useTranslations("vouching");
  return (
    <Card title={t("received.title")}>
      {received.length === 0 ? (
        <p className={styles.quiet}>{t("received.none")}</p>
      ) : (
        <ul className={styles.list}>
          {received.map((edge) => (
            <li className={styles.edge} key={edge.id}>
              <Who edge={edge} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Who({ edge, children }: { edge: Mine["received"][number]; children?: ReactNode }) {
  const t = useTranslations("vouching");
  return (
    <>
      <span className={styles.who}>
        {edge.handle ? <Ltr>{edge.handle}</Ltr> : t("noName")}
        {children}
        {edge.fellAt && (
          <Badge icon="stop" tone="attention">
            {t("fell")}
          </Badge>
        )}
      </span>
      <span className={styles.quiet}>
        {t(`kinds.${edge.kind}`)} · {t.rich("since", { time: filled(<Time at={edge.at} shape="day" />) })}
      </span>
    </>
  );
}
