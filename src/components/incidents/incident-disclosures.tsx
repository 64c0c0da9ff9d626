"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Row } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import styles from "./incidents.module.css";

type Props = {
  readonly incidentId: string;
  readonly disclosures: Outputs["incidents"]["read"]["disclosures"];
};

/** For reviewers: what of this incident was proposed to whom, and the way to propose more. */
export function IncidentDisclosures({ incidentId, disclosures }: Props) {
  const t = useTranslations("incidents.disclosures");
  const terms = useTranslations("terms");
  const whole = useTranslations("whole");
  return (
    <Card
      actions={
        <Row>
          <ButtonLink href={`/disclosures/new?incident=${incidentId}`} icon="share" variant="primary">
            {t("prepare")}
          </ButtonLink>
          <ButtonLink href={`/disclosures/new?incident=${incidentId}&whole=1`} icon="folder">
            {whole("prepare")}
          </ButtonLink>
        </Row>
      }
      title={t("title")}
    >
      {disclosures.length === 0 ? <p>{t("none")}</p> : null}
      <ul className={styles.uploads}>
        {disclosures.map(({ id, purpose, recipientClass, state }) => (
          <li className={styles.tags} key={id}>
            <Link href={`/disclosures/${id}`}>
              {t("one", { purpose: terms(`purposes.${purpose}`), recipient: terms(`recipientClasses.${recipientClass}`) })}
            </Link>
            <Badge>{terms(`disclosureStates.${state}`)}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}
