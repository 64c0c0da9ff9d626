"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { filled } from "~/components/filled";
import { Icon } from "~/components/icon";
import { StateBadge } from "~/components/incidents/state-badge";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { useRefusalSentence } from "~/components/refusal-notice";
import { Time } from "~/components/time";
import { daysOld, missingKinds } from "~/domain/desk";
import type { Refused } from "~/trpc/client";
import styles from "./desk.module.css";
import type { QueueData } from "./queue";

type Props = {
  readonly line: QueueData["lines"][number];
  readonly team: string;
  readonly me: string;
  readonly reviewers: QueueData["reviewers"];
  readonly now: Date;
  readonly marked: boolean;
  readonly refused: Refused | null;
  /** Whether Tab stops here: at one line where keys lead to the others, and at each where they do not. */
  readonly inOrder: boolean;
  readonly onMark: () => void;
  readonly onFocus: () => void;
};

/** One incident of the queue: what is missing, what falls due, and why something could not be done with it. */
export function QueueLine({ line, team, me, reviewers, now, marked, refused, inOrder, onMark, onFocus }: Props) {
  const t = useTranslations("desk");
  const sentence = useRefusalSentence();
  const { reference, assignedTo, due: [due] } = line;
  const who = () => {
    if (assignedTo === null) return t("line.nobody");
    return assignedTo === me ? t("line.mine") : t("line.by", { handle: reviewers.find(({ id }) => id === assignedTo)?.handle ?? "" });
  };
  const missing = missingKinds.filter((kind) => line.missing[kind] > 0);
  return (
    <li className={marked ? `${styles.line} ${styles.marked}` : styles.line}>
      <label className={styles.mark}>
        <input aria-label={t("line.mark", { reference })} checked={marked} onChange={onMark} tabIndex={inOrder ? 0 : -1} type="checkbox" />
      </label>
      <div className={styles.body}>
        <div className={styles.head}>
          <Link className={styles.reference} data-line href={`/incidents/${line.id}`} onFocus={onFocus} tabIndex={inOrder ? 0 : -1}>
            <Ltr>{reference}</Ltr>
          </Link>
          <StateBadge state={line.state} />
          {due ? (
            <Badge icon="clock" tone={due.by < now ? "danger" : "attention"}>
              {t.rich(`due.${due.what}`, { day: filled(<Time at={due.by} shape="day" />) })}
            </Badge>
          ) : null}
          {line.waits ? <Badge icon="info" tone="info">{t("line.waits")}</Badge> : null}
        </div>
        <span className={styles.quiet}>
          <bdi>{team}</bdi> · {t("line.age", { days: daysOld(line, now) })} · <bdi>{who()}</bdi>
        </span>
        <span className={styles.tags}>
          {missing.map((kind) => (
            <Badge key={kind}>{t(`missing.${kind}`, { count: line.missing[kind] })}</Badge>
          ))}
          {missing.length === 0 ? (
            <Badge icon="check" tone="ok">
              {t("line.complete")}
            </Badge>
          ) : null}
        </span>
        {refused ? (
          <span className={styles.refused} role="alert">
            <Icon name="alert" size={18} /> {sentence(refused)}
          </span>
        ) : null}
      </div>
    </li>
  );
}
