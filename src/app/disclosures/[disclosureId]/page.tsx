import { Card } from "~/components/card";
import { CountryName } from "~/components/disclosures/country-name";
import { Matrix } from "~/components/disclosures/matrix";
import { Report } from "~/components/disclosures/report";
import { countOf, type Scene } from "~/components/disclosures/scene";
import { DisclosureStateBadge } from "~/components/disclosures/state-badge";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Facts, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../../i18n";
import { Close } from "./close";
import { Contents } from "./contents";
import { Copies, MarkBorne } from "./copies";
import { Decide } from "./decide";
import { Dossier } from "./dossier";
import { DossierOriginals } from "./dossier-originals";
import { Ended } from "./ended";
import { ForUwazi } from "./for-uwazi";
import { History } from "./history";
import { HowOpened, Opened } from "./opened";
import { Release } from "./release";
import { ScopeFacts } from "./scope";

type Disclosure = Outputs["disclosures"]["read"];

const sceneOf = (disclosure: Disclosure): Scene => ({
  incidentId: disclosure.incidentId,
  purpose: disclosure.purpose,
  disclosureId: disclosure.id,
  items: disclosure.items.map(({ id, preview, exhibit }, index) => ({ id, preview, exhibit, number: index + 1 })),
  accounts: disclosure.accounts.map(({ id, exhibit }, index) => ({ id, exhibit, number: index + 1 })),
  grantors: disclosure.grantors,
});

export default async function DisclosurePage({ params }: { params: Promise<{ disclosureId: string }> }) {
  const { disclosureId } = await params;
  const t = await getTranslations("disclosures");
  const disclosure = await orNotFound((await api()).disclosures.read({ disclosureId }));
  const scene = sceneOf(disclosure);
  const { state } = disclosure;
  const ended = state === "refused" || state === "closed";
  return (
    <>
      <PageHeader
        actions={<DisclosureStateBadge state={state} />}
        back={{ href: "/disclosures", label: t("title") }}
        title={t.rich("read.title", { reference: filled(<Ltr>{disclosure.reference}</Ltr>) })}
      />
      <Stack>
        {ended && <Ended closing={disclosure.closing} state={state} />}
        <About disclosure={disclosure} />
        {ended ? (
          <Card title={t("read.contained")}>
            <Contents disclosure={disclosure} scene={scene} />
          </Card>
        ) : (
          <Card title={t("read.contents")}>
            <GapsNow disclosure={disclosure} scene={scene} />
            <Matrix matrix={disclosure.matrix} scene={scene} />
          </Card>
        )}
        {disclosure.told && <Told state={state} told={disclosure.told} />}
        {state === "proposed" && <Decide disclosure={disclosure} scene={scene} />}
        {disclosure.copies.length > 0 && <Copies copies={disclosure.copies} scene={scene} />}
        {(state === "approved" || state === "released") && <Release disclosure={disclosure} />}
        {state === "released" &&
          (disclosure.items.some(({ form }) => form === "original") ? (
            <DossierOriginals disclosure={disclosure} />
          ) : (
            <Dossier disclosure={disclosure} />
          ))}
        {state === "released" && <ForUwazi disclosure={disclosure} />}
        {disclosure.may.close && <Close disclosureId={disclosure.id} name={disclosure.recipient.name} />}
        {disclosure.releasedAt && <Opened disclosure={disclosure} />}
        <Card title={t("read.history")}>
          <History disclosure={disclosure} />
        </Card>
      </Stack>
    </>
  );
}

async function About({ disclosure }: { disclosure: Disclosure }) {
  const t = await getTranslations("disclosures");
  const book = await getTranslations("addressBook");
  const [terms, officers] = [await getTranslations("terms"), await getTranslations("officers")];
  const { recipient } = disclosure;
  return (
    <Card>
      <Facts>
        <dt>{t("read.purpose")}</dt>
        <dd>{terms(`purposes.${disclosure.purpose}`)}</dd>
        <dt>{t("read.recipient")}</dt>
        <dd>
          <bdi>{recipient.name}</bdi> ({terms(`recipientClasses.${recipient.class}`)})
        </dd>
        <dt>{book("jurisdiction")}</dt>
        <dd>{recipient.jurisdiction ? <CountryName code={recipient.jurisdiction} /> : book("noJurisdiction")}</dd>
        <dt>{t("read.until")}</dt>
        <dd>
          <Time at={disclosure.until} />
        </dd>
        <ScopeFacts scope={disclosure.scope} />
        {disclosure.reason !== null && (
          <>
            <dt>{t("read.reason")}</dt>
            <dd dir="auto">{disclosure.reason}</dd>
          </>
        )}
        {disclosure.officersGround !== null && (
          <>
            <dt>{officers("ground")}</dt>
            <dd dir="auto">{disclosure.officersGround}</dd>
          </>
        )}
        <dt>{t("read.incident")}</dt>
        <dd>
          <Link href={`/incidents/${disclosure.incidentId}`}>
            <Ltr>{disclosure.reference}</Ltr>
          </Link>
        </dd>
        {disclosure.releasedAt && (
          <>
            <dt>{t("read.openings")}</dt>
            <dd>{t("read.openingsCount", { count: disclosure.openings })}</dd>
          </>
        )}
        <MarkBorne mark={disclosure.mark} purpose={disclosure.purpose} state={disclosure.state} />
        <HowOpened opening={disclosure.opening} until={disclosure.until} />
      </Facts>
    </Card>
  );
}

/** The report that leaves with it, and whether it is another by now than what was decided on. */
async function Told({ told, state }: { told: NonNullable<Disclosure["told"]>; state: Disclosure["state"] }) {
  const t = await getTranslations("disclosures.told");
  return (
    <Report report={told.report} title={t("title")}>
      {told.revised && (
        <Notice tone="attention">
          <p>{t(state === "released" ? "revisedSinceRelease" : "revisedSinceApproval")}</p>
        </Notice>
      )}
    </Report>
  );
}

async function GapsNow({ disclosure, scene }: { disclosure: Disclosure; scene: Scene }) {
  const t = await getTranslations("disclosures.gaps");
  const { gaps } = disclosure;
  if (gaps.length === 0)
    return (
      <Notice tone="ok">
        <p>{t("none")}</p>
      </Notice>
    );
  return (
    <Notice title={t("count", { count: countOf(gaps, scene) })} tone="attention">
      {disclosure.state === "proposed" && <p>{t("explainDecide")}</p>}
    </Notice>
  );
}
