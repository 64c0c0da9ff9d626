"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import { Shortfalls } from "~/components/vouching/shortfalls";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./members.module.css";

type Candidate = Outputs["vouching"]["candidates"][number];

/** Those who wait to be confirmed. Who stands behind them is not for stewards. */
export function Candidates({ candidates }: { candidates: readonly Candidate[] }) {
  const t = useTranslations("vouching.candidates");
  return (
    <Card title={t("title")}>
      <p className={styles.quiet}>{t("text")}</p>
      {candidates.length === 0 ? (
        <p className={styles.quiet}>{t("none")}</p>
      ) : (
        <ul className={styles.list}>
          {candidates.map((candidate) => (
            <Waiting candidate={candidate} key={candidate.id} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Waiting({ candidate }: { candidate: Candidate }) {
  const t = useTranslations("vouching.candidates");
  const terms = useTranslations("terms");
  const router = useRouter();
  const confirm = async () => {
    await trpc.vouching.confirm.mutate({ memberId: candidate.id });
    router.refresh();
  };
  const role = terms(`roles.${candidate.role}`);
  return (
    <li className={styles.person}>
      <div className={styles.who}>
        <span className={styles.name}>
          <Ltr>{candidate.handle}</Ltr>
          <Badge tone="info">{role}</Badge>
        </span>
        <span className={styles.quiet}>
          {t.rich("since", { time: filled(<Time at={candidate.createdAt} shape="day" />) })}
        </span>
        <Shortfalls shortfalls={candidate.shortfalls} />
      </div>
      {candidate.shortfalls.length === 0 && (
        <ConfirmButton
          confirmLabel={t("confirm")}
          confirmVariant="primary"
          label={t("confirm")}
          onConfirm={confirm}
          title={t("confirmTitle", { handle: candidate.handle, role })}
        >
          <p>{t("confirmText")}</p>
        </ConfirmButton>
      )}
    </li>
  );
}
