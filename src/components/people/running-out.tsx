"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import styles from "./people.module.css";

/** Every yes that ends within thirty days, and the way to whoever has to be asked again. Nothing where there is none. */
export function RunningOut({ ending }: { readonly ending: Outputs["consents"]["runningOut"] }) {
  const t = useTranslations("asking.runningOut");
  const terms = useTranslations("terms");
  if (ending.length === 0) return null;
  return (
    <Card title={t("title")}>
      <p>{t("lead")}</p>
      <ul className={styles.people}>
        {ending.map(({ id, incidentId, grantorId, reference, pseudonym, purpose, until }) => (
          <li key={id}>
            <Link className={styles.person} href={`/incidents/${incidentId}/people/${grantorId}`}>
              <strong>
                <Ltr>{reference}</Ltr> · {terms("grantor", { pseudonym })}
              </strong>
              <span>
                {terms(`purposes.${purpose}`)}: <Time at={until} shape="day" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
