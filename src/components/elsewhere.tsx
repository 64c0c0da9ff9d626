"use client";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { useAttempt } from "./attempt";
import { Button, ButtonLink } from "./button";
import styles from "./elsewhere.module.css";
import { filled } from "./filled";
import { Notice } from "./notice";
import { RefusalNotice } from "./refusal-notice";
import { Row, Stack } from "./stack";
import { Time } from "./time";

type SignInsElsewhere = Outputs["sessions"]["elsewhere"];

/**
 * Tells the reader who signed in as them on another device. It asks when they go to a page and never by itself: what
 * asks without them would keep a session in use that nobody uses.
 */
export const Elsewhere = () => <SignIns key={usePathname()} />;

function SignIns() {
  const t = useTranslations("sessions.elsewhere");
  const [signIns, setSignIns] = useState<SignInsElsewhere>([]);
  const { pending, refused, attempt } = useAttempt();
  useEffect(() => {
    let isGone = false;
    const ask = async () => {
      // What the page itself asks for says why nothing can be had.
      const found = await trpc.sessions.elsewhere.query().catch((): SignInsElsewhere => []);
      if (!isGone) setSignIns(found);
    };
    void ask();
    return () => {
      isGone = true;
    };
  }, []);

  const [newest] = signIns;
  if (!newest) return null;
  const acknowledge = async () => {
    await trpc.sessions.acknowledge.mutate({ until: newest.createdAt });
    setSignIns([]);
  };
  return (
    <div className={styles.told}>
      <Notice live="polite" title={t("title")} tone="attention">
        <Stack gap="s">
          <p>{t("text")}</p>
          <ul>
            {signIns.map(({ id, createdAt, means }) => (
              <li key={id}>{t.rich("line", { means, time: filled(<Time at={createdAt} />) })}</li>
            ))}
          </ul>
          <RefusalNotice refused={refused} />
          <Row>
            <Button onClick={() => void attempt(acknowledge)} pending={pending}>
              {t("mine")}
            </Button>
            <ButtonLink href="/account">{t("look")}</ButtonLink>
          </Row>
        </Stack>
      </Notice>
    </div>
  );
}
