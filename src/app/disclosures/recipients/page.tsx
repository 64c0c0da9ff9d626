import { getTranslations } from "~/app/i18n";
import { Card } from "~/components/card";
import { CountryName } from "~/components/disclosures/country-name";
import { Empty } from "~/components/empty";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { Facts, Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { Revise } from "./revise";

/** Everybody to whom something was proposed, and how they are reached. */
export default async function RecipientsPage() {
  const t = await getTranslations("addressBook");
  const disclosures = await getTranslations("disclosures");
  const entries = await orNotFound((await api()).addressBook.list());
  return (
    <>
      <PageHeader back={{ href: "/disclosures", label: disclosures("title") }} lead={t("lead")} title={t("title")} />
      {entries.length === 0 ? (
        <Empty icon="people" title={t("none")}>
          <p>{t("noneBody")}</p>
        </Empty>
      ) : (
        <Stack>
          {entries.map((entry) => (
            <Recipient entry={entry} key={entry.id} />
          ))}
        </Stack>
      )}
    </>
  );
}

async function Recipient({ entry }: { entry: Outputs["addressBook"]["list"][number] }) {
  const t = await getTranslations("addressBook");
  const disclosures = await getTranslations("disclosures.new");
  const terms = await getTranslations("terms");
  return (
    <Card title={<bdi>{entry.name}</bdi>}>
      <Facts>
        <dt>{disclosures("class")}</dt>
        <dd>{terms(`recipientClasses.${entry.class}`)}</dd>
        <dt>{t("reach")}</dt>
        <dd dir="auto">{entry.reach || t("noReach")}</dd>
        <dt>{t("jurisdiction")}</dt>
        <dd>{entry.jurisdiction ? <CountryName code={entry.jurisdiction} /> : t("noJurisdiction")}</dd>
        <dt>{t("ageKey")}</dt>
        <dd>{entry.ageKey ? <Ltr mono>{entry.ageKey}</Ltr> : t("noAgeKey")}</dd>
      </Facts>
      <Revise entry={entry} />
    </Card>
  );
}
