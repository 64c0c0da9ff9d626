"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./vouching.module.css";

type Person = Outputs["recovery"]["mine"][number];

/** Those behind whom the reader stands and who have lost everything. */
export function ComingBack({ people }: { people: readonly Person[] }) {
  const t = useTranslations("recovery.voucher");
  const router = useRouter();
  const confirm = async (recoveryId: string) => {
    await trpc.recovery.confirm.mutate({ recoveryId });
    router.refresh();
  };
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      <ul className={styles.list}>
        {people.map(({ id, handle, openedAt, said }) => (
          <li className={styles.edge} key={id}>
            <strong>
              <Ltr>{handle}</Ltr>
            </strong>
            <p className={styles.quiet}>{t.rich("since", { time: filled(<Time at={openedAt} />) })}</p>
            {said ? (
              <p>{t("said")}</p>
            ) : (
              <ConfirmButton
                confirmLabel={t("confirm")}
                label={t("confirm")}
                onConfirm={() => confirm(id)}
                title={t("confirmTitle", { handle })}
              >
                <p>{t("confirmText")}</p>
              </ConfirmButton>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
