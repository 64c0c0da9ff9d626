"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import type { IncidentDetails } from "~/domain/incident";
import { trpc } from "~/trpc/client";
import { DetailsMerge } from "./details-merge";
import { detailsOf, draftOf, type Wrong } from "./incident-draft";
import { IncidentFacts } from "./incident-facts";
import { IncidentFields } from "./incident-fields";
import { useLeaveWarning } from "./leave-warning";

type Incident = {
  readonly id: string;
  readonly version: number;
  readonly details: IncidentDetails;
  readonly mayEdit: boolean;
  readonly team: { readonly name: string };
};

/** What is known, and the form that mends it in place. */
export function IncidentDetailsCard({ incident }: { readonly incident: Incident }) {
  const t = useTranslations("incidents.read");
  const [editing, setEditing] = useState(false);
  if (editing) return <EditDetails incident={incident} onDone={() => setEditing(false)} />;
  return (
    <Card
      actions={incident.mayEdit ? <Button onClick={() => setEditing(true)}>{t("edit")}</Button> : null}
      title={t("details")}
    >
      <IncidentFacts details={incident.details} team={incident.team.name} />
    </Card>
  );
}

function EditDetails({ incident, onDone }: { readonly incident: Incident; readonly onDone: () => void }) {
  const t = useTranslations("incidents");
  const common = useTranslations("common");
  const merging = useTranslations("merge");
  const router = useRouter();
  const { pending, refused, attempt, forget } = useAttempt();
  const [draft, setDraft] = useState(() => draftOf(incident.details));
  // What the form was filled from: a poll may bring somebody else's newer version while this one is typed.
  const [from, setFrom] = useState({ version: incident.version, details: incident.details });
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(from.details));
  useLeaveWarning(dirty, t("form.leave"));
  const newer = incident.version > from.version;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const result = detailsOf(draft);
    setWrong("wrong" in result ? result.wrong : []);
    if ("wrong" in result) return;
    const done = await attempt(async () => {
      const { details } = result;
      await trpc.incidents.revise.mutate({ incidentId: incident.id, version: from.version, details });
    });
    // Also when it was refused: whoever was faster is shown beside what was typed.
    router.refresh();
    if (done) onDone();
  };

  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <Stack>
        <IncidentFields draft={draft} onChange={setDraft} wrong={wrong} />
        {newer ? (
          <DetailsMerge
            base={draftOf(from.details)}
            key={incident.version}
            mine={draft}
            onMerged={(merged) => {
              forget();
              setDraft(merged);
              setFrom({ version: incident.version, details: incident.details });
            }}
            theirs={draftOf(incident.details)}
          />
        ) : null}
        {wrong.length > 0 ? (
          <Notice live="polite" tone="attention">
            {t("form.wrongTitle")}
          </Notice>
        ) : null}
        {newer ? null : <RefusalNotice refused={refused} />}
        {refused?.code === "changed-meanwhile" && !newer ? (
          <div>
            <Button onClick={() => router.refresh()}>{merging("show")}</Button>
          </div>
        ) : null}
        <Row>
          <Button disabled={newer} pending={pending} type="submit" variant="primary">
            {common("save")}
          </Button>
          <Button onClick={onDone}>{common("cancel")}</Button>
        </Row>
      </Stack>
    </form>
  );
}
