import { notFound } from "next/navigation";
import * as z from "zod";
import { Empty } from "~/components/empty";
import { LineFacts, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { WallTime } from "~/components/time";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../../i18n";
import { ProposalForm } from "./proposal-form";
import { termFrom } from "./term";

/** `whole=1`: everything in it that may leave, instead of what is chosen thing by thing. */
const Query = z.object({ incident: z.uuid().optional().catch(undefined), whole: z.literal("1").optional().catch(undefined) });

export default async function NewDisclosurePage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { incident: incidentId, whole } = Query.parse(await searchParams);
  const caller = await api();
  const { role } = await orNotFound(caller.members.me());
  if (!may(role, "disclosures.propose")) notFound();
  if (!incidentId) return <ChooseIncident />;
  const [t, everything] = [await getTranslations("disclosures.new"), await getTranslations("whole")];
  const [incident, known] = await orNotFound(Promise.all([caller.incidents.read({ incidentId }), caller.addressBook.list()]));
  return (
    <>
      <PageHeader
        back={{ href: `/incidents/${incident.id}`, label: <Ltr>{incident.reference}</Ltr> }}
        lead={
          <>
            <bdi>{incident.details.place}</bdi> · <WallTime at={incident.details.start} />
          </>
        }
        title={whole ? everything("title") : t("title")}
      />
      <ProposalForm incident={incident} isWhole={whole !== undefined} known={known} term={termFrom(new Date())} />
    </>
  );
}

async function ChooseIncident() {
  const t = await getTranslations("disclosures");
  const incidents = await orNotFound((await api()).incidents.list());
  return (
    <>
      <PageHeader back={{ href: "/disclosures", label: t("title") }} lead={t("choose.title")} title={t("new.title")} />
      {incidents.length === 0 ? (
        <Empty title={t("choose.empty")}>
          <p>{t("choose.emptyBody")}</p>
        </Empty>
      ) : (
        <Lines>
          {incidents.map((incident) => (
            <LineLink href={`/disclosures/new?incident=${incident.id}`} key={incident.id}>
              <strong>
                <Ltr>{incident.reference}</Ltr>
              </strong>
              <span>
                <bdi>{incident.place}</bdi> · <WallTime at={incident.start} />
              </span>
              <LineFacts>{t("choose.photos", { count: incident.items })}</LineFacts>
            </LineLink>
          ))}
        </Lines>
      )}
    </>
  );
}
