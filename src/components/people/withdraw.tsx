"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { CheckboxGroupField, RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { manners, type Manner, type Purpose } from "~/domain/consent";
import { trpc } from "~/trpc/client";
import styles from "./people.module.css";

type Props = {
  readonly grantorId: string;
  /** The purposes for which there is a yes that can be taken back. */
  readonly given: readonly Purpose[];
};

/** Taking back is as easy as giving: no reason, no second person, and it holds at once. */
export function Withdraw({ grantorId, given }: Props) {
  const t = useTranslations("people.withdraw");
  const terms = useTranslations("terms");
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly Purpose[]>([]);
  const [manner, setManner] = useState<Manner>("spoken");
  const [closed, setClosed] = useState<number | null>(null);
  const purposes = chosen.filter((purpose) => given.includes(purpose));

  const withdraw = async () => {
    const answer = await trpc.consents.withdraw.mutate({ grantorId, purposes, manner });
    setClosed(answer.closed);
    setChosen([]);
    router.refresh();
  };

  return (
    <Card title={t("title")}>
      {closed === null ? null : (
        <Notice live="polite" tone="ok">
          {t("done", { closed })}
        </Notice>
      )}
      {given.length === 0 ? (
        <p>{t("nothing")}</p>
      ) : (
        <>
          <p>{t("intro")}</p>
          <CheckboxGroupField
            label={t("which")}
            onChange={setChosen}
            options={given.map((value) => ({ value, label: terms(`purposes.${value}`) }))}
            required
            value={purposes}
          />
          <RadioGroupField
            label={t("manner")}
            onChange={setManner}
            options={manners.map((value) => ({ value, label: terms(`manners.${value}`) }))}
            required
            value={manner}
          />
          <div>
            <ConfirmButton
              confirmLabel={t("confirm")}
              disabled={purposes.length === 0}
              label={t("open")}
              onConfirm={withdraw}
              title={t("confirmTitle")}
              variant="danger"
            >
              <ul className={styles.bullets}>
                {purposes.map((purpose) => (
                  <li key={purpose}>{terms(`purposes.${purpose}`)}</li>
                ))}
              </ul>
              <p>{t("closes")}</p>
              <p>{t("told")}</p>
              <p>{t("kept")}</p>
              <p>{t("again")}</p>
            </ConfirmButton>
          </div>
        </>
      )}
    </Card>
  );
}
