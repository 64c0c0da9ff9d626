"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { SelectField } from "~/components/field";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./people.module.css";

type Props = { readonly grantorId: string; readonly ties: Outputs["ties"]["read"] };

/** Whom a documenter knows to be this person in other incidents. Whoever may not say so is shown it. */
export function SamePerson({ grantorId, ties }: Props) {
  const t = useTranslations("ties");
  const terms = useTranslations("terms");
  const router = useRouter();
  const [chosen, setChosen] = useState("");
  const otherId = ties.others.some(({ id }) => id === chosen) ? chosen : "";
  const tie = async () => {
    await trpc.ties.make.mutate({ grantorId, otherId });
    setChosen("");
    router.refresh();
  };
  const separate = async () => {
    await trpc.ties.separate.mutate({ grantorId });
    router.refresh();
  };
  if (!ties.may && ties.tied.length === 0) return null;
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("lead")}</p>
        {ties.tied.length === 0 ? (
          <p>{t("none")}</p>
        ) : (
          <ul className={styles.people}>
            {ties.tied.map(({ id, incidentId, reference, pseudonym }) => (
              <li key={id}>
                <Link className={styles.person} href={`/incidents/${incidentId}/people/${id}`}>
                  <strong>
                    <Ltr>{reference}</Ltr> · {terms("grantor", { pseudonym })}
                  </strong>
                </Link>
              </li>
            ))}
          </ul>
        )}
        {ties.may && ties.tied.length > 0 ? (
          <div>
            <ConfirmButton confirmLabel={t("separate")} label={t("separate")} onConfirm={separate} title={t("separateTitle")}>
              <p>{t("separateText")}</p>
            </ConfirmButton>
          </div>
        ) : null}
        {ties.may && ties.others.length === 0 ? <p>{t("nobody")}</p> : null}
        {ties.may && ties.others.length > 0 ? (
          <>
            <SelectField hint={t("hint")} label={t("choose")} onChange={({ target }) => setChosen(target.value)} value={otherId}>
              <option value="">—</option>
              {ties.others.map(({ id, reference, pseudonym }) => (
                <option key={id} value={id}>
                  {`${reference} · ${terms("grantor", { pseudonym })}`}
                </option>
              ))}
            </SelectField>
            <div>
              <ConfirmButton
                confirmLabel={t("tie")}
                confirmVariant="primary"
                disabled={otherId === ""}
                label={t("tie")}
                onConfirm={tie}
                title={t("tieTitle")}
              >
                <p>{t("tieText")}</p>
              </ConfirmButton>
            </div>
          </>
        ) : null}
      </Stack>
    </Card>
  );
}
