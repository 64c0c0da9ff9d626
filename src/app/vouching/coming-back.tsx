"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./vouching.module.css";

type Person = Outputs["recovery"]["mine"][number];

/** Those behind whom the reader stands and who have lost everything. */
export function ComingBack({ people }: { people: readonly Person[] }) {
  const t = useTranslations("recovery.voucher");
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      <ul className={styles.list}>
        {people.map((person) => (
          <li className={styles.edge} key={person.id}>
            <strong>
              <Ltr>{person.handle}</Ltr>
            </strong>
            <p className={styles.quiet}>{t.rich("since", { time: filled(<Time at={person.openedAt} />) })}</p>
            {person.stoppedAt ? (
              <Notice tone="danger">
                <p>{t.rich("stopped", { handle: person.handle, time: filled(<Time at={person.stoppedAt} />) })}</p>
              </Notice>
            ) : (
              <Saying person={person} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The code is in this page's memory only, and is gone with it. */
function Saying({ person: { id, handle, said } }: { person: Person }) {
  const t = useTranslations("recovery.voucher");
  const router = useRouter();
  const [code, setCode] = useState<string | null>(null);
  const confirm = async () => {
    setCode((await trpc.recovery.confirm.mutate({ recoveryId: id })).code);
    router.refresh();
  };
  return (
    <Stack gap="s">
      {code !== null && (
        <>
          <p>
            {t("code", { handle })}{" "}
            <strong>
              <Ltr mono>{code}</Ltr>
            </strong>
          </p>
          <Notice live="polite" tone="attention">
            <p>{t("codeText")}</p>
          </Notice>
        </>
      )}
      {said && <p>{t("said")}</p>}
      <ConfirmButton
        confirmLabel={said ? t("again") : t("confirm")}
        label={said ? t("again") : t("confirm")}
        onConfirm={confirm}
        title={said ? t("againTitle", { handle }) : t("confirmTitle", { handle })}
      >
        <p>{said ? t("againText") : t("confirmText")}</p>
      </ConfirmButton>
    </Stack>
  );
}
