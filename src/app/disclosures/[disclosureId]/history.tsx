"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Icon, type IconName } from "~/components/icon";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import styles from "./history.module.css";

type Disclosure = Outputs["disclosures"]["read"];

/** The states that it went through, oldest first, and what it is waiting for. */
export function History({ disclosure }: { disclosure: Disclosure }) {
  const t = useTranslations("disclosures.history");
  const terms = useTranslations("terms.closings");
  const { state, decidedBy, decidedAt, releasedAt, closedAt, closing } = disclosure;
  const name = (by: { handle: string; me: boolean }) => filled(by.me ? t("you") : <bdi>{by.handle}</bdi>);
  return (
    <ol className={styles.history}>
      <Step at={disclosure.proposedAt} icon="plus">
        {t.rich("proposed", { who: name(disclosure.proposedBy) })}
      </Step>
      {decidedBy && decidedAt && (
        <Step at={decidedAt} icon={state === "refused" ? "stop" : "check"} note={disclosure.verdictReason}>
          {t.rich(state === "refused" ? "refused" : "approved", { who: name(decidedBy) })}
        </Step>
      )}
      {state === "proposed" && <Step icon="clock">{t("waitingDecision")}</Step>}
      {state === "approved" && <Step icon="clock">{t("waitingRelease")}</Step>}
      {releasedAt && (
        <Step at={releasedAt} icon="share">
          {t("released")}
        </Step>
      )}
      {releasedAt && <Step icon="eye">{t("opened", { count: disclosure.openings })}</Step>}
      {state === "released" && (
        <Step icon="clock">{t.rich("openUntil", { date: filled(<Time at={disclosure.until} />) })}</Step>
      )}
      {closedAt && closing && (
        <Step at={closedAt} icon="lock">
          {t("closed", { why: terms(closing) })}
        </Step>
      )}
    </ol>
  );
}

function Step({ icon, at, note, children }: { icon: IconName; at?: Date; note?: string | null; children: ReactNode }) {
  return (
    <li className={styles.step}>
      <span className={styles.mark}>
        <Icon name={icon} size={18} />
      </span>
      <div>
        <p>{children}</p>
        {note && (
          <p className={styles.note} dir="auto">
            {note}
          </p>
        )}
        {at && (
          <p className={styles.when}>
            <Time at={at} />
          </p>
        )}
      </div>
    </li>
  );
}
