import { getTranslations } from "~/app/i18n";
import { Card } from "~/components/card";
import { CommentsCard } from "~/components/comments/comments-card";
import { Assigned } from "~/components/desk/assigned";
import { Presence } from "~/components/desk/presence";
import { Accounts } from "~/components/incidents/accounts";
import { EraseAccounts } from "~/components/erasures/erase-accounts";
import { Tombstones } from "~/components/erasures/tombstones";
import { IncidentDetailsCard } from "~/components/incidents/incident-details";
import { IncidentHistory } from "~/components/incidents/incident-history";
import { IncidentDisclosures } from "~/components/incidents/incident-disclosures";
import { missing } from "~/components/incidents/missing";
import { MissingList } from "~/components/incidents/missing-list";
import { Moves } from "~/components/incidents/moves";
import { PhotoGrid } from "~/components/incidents/photo-grid";
import { StateBadge } from "~/components/incidents/state-badge";
import { TimelineCard } from "~/components/incidents/timeline-card";
import { UploadPanel } from "~/components/incidents/upload-panel";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { ConnectionsCard } from "~/components/patterns/connections-card";
import { PeopleCard } from "~/components/people/people-card";
import { Refresh } from "~/components/refresh";
import { Stack } from "~/components/stack";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";

type Props = { readonly params: Promise<{ incidentId: string }> };

export default async function IncidentPage({ params }: Props) {
  const { incidentId } = await params;
  const t = await getTranslations("incidents");
  const caller = await api();
  const [me, incident, comments, history] = await orNotFound(
    Promise.all([
      caller.members.me(), caller.incidents.read({ incidentId }), caller.comments.list({ incidentId }),
      caller.incidents.history({ incidentId, before: null }),
    ]),
  );
  const reviewing = me.role === "reviewer";
  const words = may(me.role, "erasures.ofAccounts") ? await orNotFound(caller.erasures.ofAccounts({ incidentId })) : null;
  const others = may(me.role, "connections.ofIncident") ? await orNotFound(caller.connections.ofIncident({ incidentId })) : null;
  const { items, grantors } = incident;
  const working = items.some(({ state, redaction }) => state === "received" || redaction === "pending");
  return (
    <>
      <Refresh active={working} everyMs={2000} />
      <PageHeader
        actions={<StateBadge state={incident.state} />}
        back={{ href: "/incidents", label: t("read.back") }}
        title={<Ltr>{incident.reference}</Ltr>}
      />
      {reviewing ? <Presence incidentId={incidentId} /> : null}
      <Stack>
        <IncidentDetailsCard incident={incident} />
        <Card title={t("photos.title")}>
          {incident.mayEdit ? <UploadPanel incidentId={incidentId} /> : null}
          <PhotoGrid incident={incident} />
        </Card>
        <Accounts incident={incident} />
        <PeopleCard grantors={grantors} incidentId={incidentId} mayAdd={incident.state !== "closed"} />
        {others === null ? null : <ConnectionsCard incidentId={incidentId} others={others} />}
        <TimelineCard incident={incident} />
        <CommentsCard comments={comments} incidentId={incidentId} reviewing={reviewing} />
        <MissingList missing={missing(incident)} />
        {reviewing ? (
          <IncidentDisclosures disclosures={incident.disclosures} incidentId={incidentId} />
        ) : null}
        {words === null ? null : <EraseAccounts accounts={words} />}
        <Tombstones erased={incident.erased} linked={reviewing} />
        {reviewing ? <Assigned assignedTo={incident.assignedTo} incidentId={incidentId} reviewers={incident.reviewers} /> : null}
        <Moves incidentId={incidentId} moves={incident.moves} state={incident.state} />
        <IncidentHistory incident={incident} newest={history} />
      </Stack>
    </>
  );
}
