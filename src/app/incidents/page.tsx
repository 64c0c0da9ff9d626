import { getTranslations } from "~/app/i18n";
import { ButtonLink } from "~/components/button";
import { Waiting } from "~/components/comments/waiting";
import { Empty } from "~/components/empty";
import { IncidentList } from "~/components/incidents/incident-list";
import { PageHeader } from "~/components/page-header";
import { RunningOut } from "~/components/people/running-out";
import { Row, Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import { UnderReview } from "../vouching/under-review";
import { Search } from "./search";

export default async function IncidentsPage() {
  const t = await getTranslations("incidents.list");
  const caller = await api();
  const [me, incidents, ending, waiting] = await orNotFound(
    Promise.all([caller.members.me(), caller.incidents.list(), caller.consents.runningOut(), caller.comments.waiting()]),
  );
  const teams = [...new Map(incidents.map(({ team }) => [team.id, team])).values()].toSorted((a, b) => a.name.localeCompare(b.name));
  const documents = me.role === "documenter";
  const report = documents ? (
    <ButtonLink href="/incidents/new" icon="plus" variant="primary">
      {t("new")}
    </ButtonLink>
  ) : null;
  const elsewhere = me.role === "reviewer" ? (
    <Row>
      <ButtonLink href="/desk" icon="folder" variant="primary">
        {(await getTranslations("desk"))("link")}
      </ButtonLink>
      <ButtonLink href="/patterns" icon="pulse">
        {(await getTranslations("patterns"))("title")}
      </ButtonLink>
      <ButtonLink href="/erasures" icon="clock">
        {(await getTranslations("erasures"))("title")}
      </ButtonLink>
    </Row>
  ) : null;
  return (
    <>
      <PageHeader actions={incidents.length > 0 ? (report ?? elsewhere) : elsewhere} lead={documents ? t("lead") : t("leadReviewer")} title={t("title")} />
      <UnderReview />
      <Waiting waiting={waiting} />
      <RunningOut ending={ending} />
      {incidents.length > 0 ? (
        <Stack>
          <Search teams={teams} />
          <IncidentList incidents={incidents} />
        </Stack>
      ) : (
        <Empty action={report} title={t("emptyTitle")}>
          <p>{documents ? t("emptyText") : t("emptyReviewer")}</p>
        </Empty>
      )}
    </>
  );
}
