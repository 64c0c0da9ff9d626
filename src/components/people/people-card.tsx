"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import type { Outputs } from "~/trpc/types";
import { AddPerson } from "./add-person";
import { Answers } from "./answers";
import styles from "./people.module.css";

type Grantor = Outputs["incidents"]["read"]["grantors"][number];

/** The people whose consent counts in an incident, by letter, with what they last said. */
export function PeopleCard({
  incidentId,
  grantors,
  mayAdd,
}: {
  readonly incidentId: string;
  readonly grantors: readonly Grantor[];
  readonly mayAdd: boolean;
}) {
  const t = useTranslations("people");
  const [adding, setAdding] = useState(false);
  return (
    <Card title={t("title")}>
      <p className={styles.quiet}>{t("intro")}</p>
      {grantors.length === 0 ? <p>{t("none")}</p> : null}
      <ul className={styles.people}>
        {grantors.map((grantor) => (
          <li key={grantor.id}>
            <PersonEntry grantor={grantor} incidentId={incidentId} />
          </li>
        ))}
      </ul>
      {mayAdd && adding ? (
        <AddPerson incidentId={incidentId} onAdded={() => setAdding(false)} onCancel={() => setAdding(false)} />
      ) : null}
      {mayAdd && !adding ? (
        <div>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t("add.open")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

/** One person, as the way to their sheet. */
export function PersonEntry({ incidentId, grantor }: { readonly incidentId: string; readonly grantor: Grantor }) {
  const t = useTranslations("people");
  const terms = useTranslations("terms");
  return (
    <Link className={styles.person} href={`/incidents/${incidentId}/people/${grantor.id}`}>
      <span className={styles.personHead}>
        <strong>{terms("grantor", { pseudonym: grantor.pseudonym })}</strong>
        <Badge>{terms(`grantorKinds.${grantor.kind}`)}</Badge>
        {grantor.minor ? <Badge icon="person">{t("minor")}</Badge> : null}
        {grantor.mine ? <Badge tone="info">{t("you")}</Badge> : null}
      </span>
      <Answers answers={grantor.answers} />
    </Link>
  );
}
