"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Facts } from "~/components/stack";
import { Time, WallTime } from "~/components/time";
import { timeline, type Moment } from "~/domain/timeline";
import type { Outputs } from "~/trpc/types";
import styles from "./incidents.module.css";

/** When what happened, where that is from, and how sure it is. */
export function TimelineCard({ incident }: { readonly incident: Outputs["incidents"]["read"] }) {
  const t = useTranslations("desk.timeline");
  const { start, end, precision } = incident.details;
  const moments = timeline({ start, end, precision, reportedAt: incident.createdAt, accounts: incident.accounts, items: incident.items });
  const what = (moment: Moment) => (moment.what === "photo" && "count" in moment ? t("photo", { count: moment.count }) : t(moment.what, { count: 1 }));
  return (
    <Card title={t("title")}>
      <Facts>
        {moments.map((moment, index) => (
          <Line key={`${index} ${moment.what}`} moment={moment} sure={t(`sure.${moment.sure}`)} what={what(moment)} />
        ))}
      </Facts>
      {incident.items.length > 0 ? <p className={styles.quiet}>{t("sealed")}</p> : null}
    </Card>
  );
}

function Line({ moment, what, sure }: { readonly moment: Moment; readonly what: string; readonly sure: string }) {
  return (
    <>
      <dt>{"wall" in moment ? <WallTime at={moment.wall} shape={moment.sure === "day" ? "day" : "moment"} /> : <Time at={moment.at} />}</dt>
      <dd>
        {what}
        <br />
        <span className={styles.quiet}>{sure}</span>
      </dd>
    </>
  );
}
