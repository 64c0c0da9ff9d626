import { getTranslations } from "~/app/i18n";
import { ButtonLink } from "~/components/button";
import { Empty } from "~/components/empty";
import { IncidentList } from "~/components/incidents/incident-list";
import { PageHeader } from "~/components/page-header";
import { RunningOut } from "~/components/people/running-out";
import { api, orNotFound } from "~/trpc/server";
import { UnderReview } from "../vouching/under-review";
import { Search } from "./search";

export default async function IncidentsPage() {
  const t = await getTranslations("incidents.list");
  const caller = await api();
  const [me, incidents, ending] = await orNotFound(
    Promise.all([caller.members.me(), caller.incidents.list(), caller.consents.runningOut()]),
  );
  const documents = me.role === "documenter";
  const report = documents ? (
    <ButtonLink href="/incidents/new" icon="plus" variant="primary">
      {t("new")}
    </ButtonLink>
  ) : null;
  const erasing = me.role === "reviewer" ? (
    <ButtonLink href="/erasures" icon="clock">
      {(await getTranslations("erasures"))("title")}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader actions={incidents.length > 0 ? (report ?? erasing) : erasing} lead={documents ? t("lead") : t("leadReviewer")} title={t("title")} />
      <UnderReview />
      <RunningOut ending={ending} />
      {incidents.length > 0 ? <Search /> : null}
      {incidents.length > 0 ? (
        <IncidentList incidents={incidents} />
      ) : (
        <Empty action={report} title={t("emptyTitle")}>
          <p>{documents ? t("emptyText") : t("emptyReviewer")}</p>
        </Empty>
      )}
    </>
  );
}
