"use client";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { Empty } from "~/components/empty";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import { LostEverything } from "./lost-everything";
import styles from "./members.module.css";
import { Restore } from "./restore";
import { Suspend } from "./suspend";

type Member = Outputs["members"]["list"]["members"][number];

/** Everybody with an account. `me` is the reader's id: nobody suspends themselves. */
export function People({ me, members }: { me: string; members: readonly Member[] }) {
  const t = useTranslations("members");
  return (
    <Card title={t("people")}>
      <ul className={styles.list}>
        {members.map((member) => (
          <Person key={member.id} me={me} member={member} />
        ))}
      </ul>
      {members.length < 2 && (
        <Empty icon="people" title={t("none")}>
          <p>{t("noneText")}</p>
        </Empty>
      )}
    </Card>
  );
}

function Person({ me, member }: { me: string; member: Member }) {
  const t = useTranslations("members");
  const terms = useTranslations("terms");
  const left = useTranslations("departure");
  return (
    <li className={styles.person}>
      <div className={styles.who}>
        <span className={styles.name}>
          <Ltr>{member.handle}</Ltr>
          {member.id === me && <span className={styles.quiet}>({t("you")})</span>}
          <Badge tone="info">{terms(`roles.${member.role}`)}</Badge>
          {!member.vettedAt && <Badge tone="attention">{terms("roles.candidate")}</Badge>}
          {member.leftAt && <Badge tone="attention">{left("badge")}</Badge>}
          {member.suspendedAt && !member.leftAt && (
            <Badge icon="stop" tone="danger">
              {t("suspended")}
            </Badge>
          )}
        </span>
        {member.role === "documenter" && (
          <span className={styles.quiet}>
            <bdi>{member.teams.map(({ name }) => name).join(" · ") || t("noTeam")}</bdi>
          </span>
        )}
        <span className={styles.quiet}>{t.rich("since", { time: filled(<Time at={member.createdAt} shape="day" />) })}</span>
      </div>
      {member.id !== me && member.vettedAt && !member.suspendedAt && <LostEverything member={member} />}
      {member.id !== me && member.suspendedAt && <Restore member={member} />}
      {member.id !== me && (!member.suspendedAt || member.leftAt) && <Suspend member={member} />}
    </li>
  );
}
