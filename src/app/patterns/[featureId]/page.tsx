import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { CountTable } from "~/components/patterns/count-table";
import { Locate } from "~/components/patterns/locate";
import styles from "~/components/patterns/patterns.module.css";
import { TimeChart } from "~/components/patterns/time-chart";
import { Stack } from "~/components/stack";
import { WallTime } from "~/components/time";
import { incidentKinds } from "~/domain/incident";
import { overTime } from "~/domain/statistics";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../../i18n";

type Props = { readonly params: Promise<{ featureId: string }> };
type Feature = Outputs["connections"]["read"];

export default async function FeaturePage({ params }: Props) {
  const { featureId } = await params;
  const t = await getTranslations("patterns");
  const feature = await orNotFound((await api()).connections.read({ featureId }));
  const { kind, text, total, incidents } = feature;
  return (
    <>
      <PageHeader
        actions={<Badge>{t("incidents", { count: total })}</Badge>}
        back={{ href: "/patterns", label: t("back") }}
        lead={t("read.lead", { kind: t(`one.${kind}`) })}
        title={<bdi>{text}</bdi>}
      />
      <Stack>
        <OverTime incidents={incidents} />
        <Kinds incidents={incidents} />
        <Behind feature={feature} />
        <Near near={feature.near} />
        {kind === "place" ? <Locate featureId={feature.id} key={JSON.stringify(feature.position)} position={feature.position} /> : null}
      </Stack>
    </>
  );
}

async function OverTime({ incidents }: { readonly incidents: Feature["incidents"] }) {
  const t = await getTranslations("patterns.read");
  const points = overTime(incidents.map(({ start }) => start));
  const years = points.every(({ time }) => time.length === 4);
  return (
    <Card title={t("time")}>
      <TimeChart caption={t("time")} heads={[years ? t("year") : t("month"), t("count")]} points={points.map(({ time, count }) => ({ label: time, count }))} />
    </Card>
  );
}

async function Kinds({ incidents }: { readonly incidents: Feature["incidents"] }) {
  const [t, terms] = [await getTranslations("patterns.read"), await getTranslations("terms")];
  const counted = incidentKinds.map((kind) => ({ kind, count: incidents.filter(({ kinds }) => kinds.includes(kind)).length }));
  const rows = counted.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  return (
    <Card title={t("what")}>
      <CountTable caption={t("what")} heads={[t("kind"), t("count")]} rows={rows.map(({ kind, count }) => ({ key: kind, name: terms(`kinds.${kind}`), count }))} />
    </Card>
  );
}

async function Behind({ feature: { incidents, total, confirmed } }: { readonly feature: Feature }) {
  const t = await getTranslations("patterns.read");
  return (
    <Card title={t("behind")}>
      <p className={styles.quiet}>{t("confirmed", { count: confirmed })}</p>
      {total > incidents.length ? <p>{t("newest", { count: incidents.length, total })}</p> : null}
      <Lines wide>
        {incidents.map(({ id, reference, start, place }) => (
          <LineLink href={`/incidents/${id}`} key={id}>
            <LineHead>
              <strong><Ltr>{reference}</Ltr></strong>
            </LineHead>
            <LineFacts>
              <WallTime at={start} />
              <bdi>{place}</bdi>
            </LineFacts>
          </LineLink>
        ))}
      </Lines>
    </Card>
  );
}

async function Near({ near }: { readonly near: Feature["near"] }) {
  const t = await getTranslations("patterns");
  if (near.length === 0) return null;
  return (
    <Card title={t("read.near")}>
      <p className={styles.quiet}>{t("read.nearText")}</p>
      <ul className={styles.bullets}>
        {near.map(({ id, text, incidents }) => (
          <li key={id}>
            <Link href={`/patterns/${id}`}><bdi>{text}</bdi></Link> · {t("incidents", { count: incidents })}
          </li>
        ))}
      </ul>
    </Card>
  );
}
