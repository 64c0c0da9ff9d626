"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./together.module.css";

type Waits = Outputs["motions"]["list"]["motions"][number];

/** What was proposed and waits for another steward. */
export function Waiting({ motions }: { motions: readonly Waits[] }) {
  const t = useTranslations("stewardship.together");
  return (
    <Card title={t("waiting")}>
      {motions.length === 0 ? (
        <p className={styles.quiet}>{t("none")}</p>
      ) : (
        <ul className={styles.list}>
          {motions.map((motion) => (
            <li key={motion.id}>
              <One waits={motion} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function useWhat() {
  const t = useTranslations("stewardship");
  return ({ motion, was, whom }: Waits): string => {
    if (motion.kind === "setting")
      return t("together.setting", { name: t(`settings.names.${motion.name}`), was: was ?? motion.value, value: motion.value });
    return motion.kind === "restoring" ? t("together.restoring", { handle: whom ?? "" }) : t("together.map");
  };
}

function One({ waits }: { waits: Waits }) {
  const t = useTranslations("stewardship.together");
  const what = useWhat();
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const agree = async () => {
    await trpc.motions.agree.mutate({ motionId: waits.id });
    router.refresh();
  };
  const withdraw = async () => {
    await trpc.motions.withdraw.mutate({ motionId: waits.id });
    router.refresh();
  };
  return (
    <Stack gap="s">
      <p className={styles.what}>{what(waits)}</p>
      <p className={styles.quiet} dir="auto">
        {waits.reason}
      </p>
      <p className={styles.quiet}>
        {t.rich("by", { who: filled(<Ltr>{waits.proposedBy}</Ltr>), time: filled(<Time at={waits.proposedAt} />) })}
      </p>
      {waits.mine && <p className={styles.quiet}>{t("own")}</p>}
      <Row>
        {!waits.mine && (
          <ConfirmButton confirmLabel={t("agree")} confirmVariant="primary" label={t("agree")} onConfirm={agree} title={t("agreeTitle")}>
            <p>{what(waits)}</p>
            <p>{t("agreeText")}</p>
          </ConfirmButton>
        )}
        <Button onClick={() => void attempt(withdraw)} pending={pending}>
          {t("withdraw")}
        </Button>
      </Row>
      <RefusalNotice refused={refused} />
    </Stack>
  );
}
