import { Badge } from "~/components/badge";
import { ButtonLink } from "~/components/button";
import { DisclosureStateBadge } from "~/components/disclosures/state-badge";
import { Empty } from "~/components/empty";
import { filled } from "~/components/filled";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../i18n";
import { Find } from "./find";

export default async function DisclosuresPage() {
  const t = await getTranslations("disclosures");
  const recipients = await getTranslations("addressBook");
  const disclosures = await orNotFound((await api()).disclosures.list());
  const propose = (
    <>
      <ButtonLink href="/disclosures/new" icon="plus" variant="primary">
        {t("propose")}
      </ButtonLink>
      <ButtonLink href="/disclosures/due">{t("due")}</ButtonLink>
      <ButtonLink href="/disclosures/recipients">{recipients("title")}</ButtonLink>
    </>
  );
  if (disclosures.length === 0)
    return (
      <>
        <PageHeader lead={t("intro")} title={t("title")} />
        <Empty action={propose} icon="share" title={t("list.empty")}>
          <p>{t("list.emptyBody")}</p>
        </Empty>
      </>
    );
  return (
    <>
      <PageHeader actions={propose} lead={t("intro")} title={t("title")} />
      <Stack>
        <Lines>
          {disclosures.map((disclosure) => (
            <Line disclosure={disclosure} key={disclosure.id} />
          ))}
        </Lines>
        <Find />
      </Stack>
    </>
  );
}

async function Line({ disclosure }: { disclosure: Outputs["disclosures"]["list"][number] }) {
  const t = await getTranslations("disclosures.list");
  const terms = await getTranslations("terms");
  return (
    <LineLink href={`/disclosures/${disclosure.id}`}>
      <LineHead>
        <strong>{terms(`purposes.${disclosure.purpose}`)}</strong>
        <DisclosureStateBadge state={disclosure.state} />
        {disclosure.mine && <Badge icon="person">{t("mine")}</Badge>}
      </LineHead>
      <span>
        {t.rich("to", {
          name: filled(<bdi>{disclosure.recipient.name}</bdi>),
          class: terms(`recipientClasses.${disclosure.recipient.class}`),
        })}
      </span>
      <LineFacts>
        <Ltr>{disclosure.reference}</Ltr>
        <span>{t.rich("proposed", { date: filled(<Time at={disclosure.proposedAt} />) })}</span>
        <span>{t.rich("until", { date: filled(<Time at={disclosure.until} />) })}</span>
      </LineFacts>
    </LineLink>
  );
}
