import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { OpeningStateBadge } from "~/components/originals/state-badge";
import { PageHeader } from "~/components/page-header";
import { Facts, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../../i18n";
import { Agree } from "./agree";
import { OpenHere } from "./open-here";

type Opening = Outputs["originals"]["read"];

export default async function OpeningPage({ params }: { params: Promise<{ openingId: string }> }) {
  const { openingId } = await params;
  const t = await getTranslations("originals");
  const caller = await api();
  const opening = await orNotFound(caller.originals.read({ openingId }));
  const { may, state } = opening;
  return (
    <>
      <PageHeader
        actions={<OpeningStateBadge state={state} />}
        back={{ href: "/originals", label: t("title") }}
        title={t("one")}
      />
      <Stack>
        <About opening={opening} />
        {may.decide && <Agree openingId={openingId} />}
        {may.open && <OpenHere opening={{ id: openingId, ...opening.original }} wraps={await caller.wraps.list()} />}
        {!may.decide && !may.open && (
          <Notice>
            <p>{t(opening.askedBy.me ? `waiting.${state}` : `others.${state}`)}</p>
          </Notice>
        )}
      </Stack>
    </>
  );
}

async function About({ opening }: { opening: Opening }) {
  const t = await getTranslations("originals");
  const { item, original } = opening;
  return (
    <Card>
      <Facts>
        <dt>{t("about.purpose")}</dt>
        <dd>{t(`purposes.${opening.purpose}`)}</dd>
        <dt>{t("about.reason")}</dt>
        <dd dir="auto">{opening.reason}</dd>
        <dt>{t("about.photo")}</dt>
        <dd>
          <Link href={`/incidents/${item.incidentId}/items/${item.id}`}>
            <Ltr>{item.reference}</Ltr>
          </Link>
        </dd>
        <dt>{t("about.askedBy")}</dt>
        <dd>
          <Ltr>{opening.askedBy.handle ?? "–"}</Ltr> · <Time at={opening.askedAt} />
        </dd>
        {opening.decidedAt && (
          <>
            <dt>{t(opening.state === "declined" ? "about.declinedBy" : "about.agreedBy")}</dt>
            <dd>
              <Ltr>{opening.decidedBy ?? "–"}</Ltr> · <Time at={opening.decidedAt} />
            </dd>
          </>
        )}
        {opening.endsAt && (
          <>
            <dt>{t(opening.state === "agreed" ? "about.openUntil" : "about.askedUntil")}</dt>
            <dd>
              <Time at={opening.endsAt} />
            </dd>
          </>
        )}
        <dt>{t("about.digest")}</dt>
        <dd>
          <Ltr mono>{original.digest}</Ltr>
        </dd>
      </Facts>
    </Card>
  );
}
