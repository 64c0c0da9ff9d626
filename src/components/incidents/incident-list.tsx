"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { SelectField } from "~/components/field";
import { LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { Stack } from "~/components/stack";
import { WallTime } from "~/components/time";
import { incidentStates, IncidentState, MOST_LISTED } from "~/domain/incident";
import type { Outputs } from "~/trpc/types";
import styles from "./incidents.module.css";
import { StateBadge } from "./state-badge";

type Summary = Outputs["incidents"]["list"][number];

const manyKinds = 4;

export function IncidentList({ incidents }: { readonly incidents: readonly Summary[] }) {
  const t = useTranslations("incidents.list");
  const terms = useTranslations("terms");
  const [state, setState] = useState<IncidentState | null>(null);
  const present = incidentStates.filter((one) => incidents.some((incident) => incident.state === one));
  const shown = incidents.filter((incident) => state === null || incident.state === state);
  return (
    <Stack gap="m">
      {present.length > 1 ? (
        <SelectField
          label={t("filter")}
          onChange={({ target }) => setState(IncidentState.safeParse(target.value).data ?? null)}
          required
          value={state ?? ""}
        >
          <option value="">{t("all")}</option>
          {present.map((one) => (
            <option key={one} value={one}>
              {terms(`incidentStates.${one}`)}
            </option>
          ))}
        </SelectField>
      ) : null}
      {incidents.length === MOST_LISTED ? <p className={styles.quiet}>{t("newest", { count: MOST_LISTED })}</p> : null}
      {shown.length === 0 ? <p>{t("noneInState")}</p> : null}
      <Lines wide>
        {shown.map((incident) => (
          <Entry incident={incident} key={incident.id} />
        ))}
      </Lines>
    </Stack>
  );
}

function Entry({ incident }: { readonly incident: Summary }) {
  const t = useTranslations("incidents.list");
  const terms = useTranslations("terms");
  const { kinds } = incident;
  return (
    <LineLink href={`/incidents/${incident.id}`}>
      <span className={styles.entryHead}>
        <strong>
          <Ltr>{incident.reference}</Ltr>
        </strong>
        <StateBadge state={incident.state} />
      </span>
      <bdi>{incident.place}</bdi>
      <span className={styles.quiet}>
        <WallTime at={incident.start} /> · <bdi>{incident.team.name}</bdi>
      </span>
      <span className={styles.tags}>
        {kinds.slice(0, manyKinds).map((kind) => (
          <Badge key={kind}>{terms(`kinds.${kind}`)}</Badge>
        ))}
        {kinds.length > manyKinds ? (
          <Badge>
            <Ltr>+{kinds.length - manyKinds}</Ltr>
          </Badge>
        ) : null}
      </span>
      <span className={styles.tags}>
        <Badge icon="camera">{t("photos", { count: incident.items })}</Badge>
        {incident.unlooked > 0 ? (
          <Badge icon="alert" tone="attention">
            {t("unlooked", { count: incident.unlooked })}
          </Badge>
        ) : null}
      </span>
    </LineLink>
  );
}
