import { notFound } from "next/navigation";
import { getTranslations, timeZone } from "~/app/i18n";
import { Empty } from "~/components/empty";
import { NewIncident } from "~/components/incidents/new-incident";
import { PageHeader } from "~/components/page-header";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";

/** The day it is where the incidents happen, `YYYY-MM-DD`: the Swedish way of writing a date is ISO 8601. */
const today = (): string => new Intl.DateTimeFormat("sv-SE", { timeZone: timeZone() }).format(new Date());

export default async function NewIncidentPage() {
  const t = await getTranslations("incidents");
  const caller = await api();
  const me = await orNotFound(caller.members.me());
  if (!may(me.role, "incidents.create")) notFound();
  return (
    <>
      <PageHeader back={{ href: "/incidents", label: t("read.back") }} lead={t("new.lead")} title={t("new.title")} />
      {me.teams.length > 0 ? (
        <NewIncident teams={me.teams} today={today()} />
      ) : (
        <Empty icon="people" title={t("new.noTeam")}>
          <p>{t("new.noTeamText")}</p>
        </Empty>
      )}
    </>
  );
}
