"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { MadeLink } from "~/components/made-link";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./members.module.css";

type Recovery = Outputs["recovery"]["list"][number];

/** Those who have lost everything and are on the way back. Who said that it is them is not for stewards. */
export function Recoveries({ recoveries }: { recoveries: readonly Recovery[] }) {
  const t = useTranslations("recovery.steward");
  return (
    <Card title={t("title")}>
      <p className={styles.quiet}>{t("text")}</p>
      {recoveries.length === 0 ? (
        <p className={styles.quiet}>{t("none")}</p>
      ) : (
        <ul className={styles.list}>
          {recoveries.map((recovery) => (
            <One key={recovery.id} recovery={recovery} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function One({ recovery }: { recovery: Recovery }) {
  const t = useTranslations("recovery.steward");
  const [token, setToken] = useState<string | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const make = async () => setToken((await trpc.recovery.link.mutate({ recoveryId: recovery.id })).token);
  return (
    <li className={styles.person}>
      <div className={styles.who}>
        <span className={styles.name}>
          <Ltr>{recovery.handle}</Ltr>
        </span>
        {recovery.stoppedAt ? (
          <Notice tone="danger">
            <p>{t.rich("stopped", { time: filled(<Time at={recovery.stoppedAt} />) })}</p>
          </Notice>
        ) : (
          <>
            <span className={styles.quiet}>{t("have", { have: recovery.have, need: recovery.need })}</span>
            <span className={styles.quiet}>{t.rich("until", { time: filled(<Time at={recovery.expiresAt} />) })}</span>
          </>
        )}
        <RefusalNotice refused={refused} />
        {token && <MadeLink to="/restore" token={token} words={{ text: t("madeTitle"), link: t("link") }} />}
      </div>
      {recovery.have >= recovery.need && !recovery.stoppedAt && !token && (
        <Button icon="link" onClick={() => void attempt(make)} pending={pending} variant="primary">
          {t("make")}
        </Button>
      )}
    </li>
  );
}
