import { ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { Empty } from "~/components/empty";
import { Link } from "~/components/link";
import { PageHeader } from "~/components/page-header";
import { CountTable } from "~/components/patterns/count-table";
import styles from "~/components/patterns/patterns.module.css";
import { PlacesMap } from "~/components/patterns/places-map";
import { Stack } from "~/components/stack";
import { featureKinds, type FeatureKind } from "~/domain/connection";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../i18n";

type Listed = Outputs["connections"]["list"];
type Feature = Listed["features"][number];

export default async function PatternsPage() {
  const t = await getTranslations("patterns");
  const incidents = await getTranslations("incidents");
  const { features, map } = await orNotFound((await api()).connections.list());
  return (
    <>
      <PageHeader
        actions={<ButtonLink href="/patterns/statistics" icon="ledger">{t("statisticsLink")}</ButtonLink>}
        back={{ href: "/incidents", label: incidents("list.title") }}
        lead={t("lead")}
        title={t("title")}
      />
      {features.length === 0 ? (
        <Empty title={t("none")}>
          <p>{t("noneText")}</p>
        </Empty>
      ) : (
        <Stack>
          <p className={styles.quiet}>{t("ownEyes")}</p>
          <div className={styles.tables}>
            {featureKinds.map((kind) => {
              const ofKind = features.filter((feature) => feature.kind === kind);
              return ofKind.length === 0 ? null : <Kind features={ofKind} key={kind} kind={kind} />;
            })}
          </div>
          <MapCard map={map} />
        </Stack>
      )}
    </>
  );
}

/** Those that several incidents name; of the others, how many there are, and they when asked for. */
async function Kind({ kind, features }: { readonly kind: FeatureKind; readonly features: readonly Feature[] }) {
  const t = await getTranslations("patterns");
  const several = features.filter(({ incidents }) => incidents > 1);
  const single = features.filter(({ incidents }) => incidents === 1);
  const table = (list: readonly Feature[]) => (
    <CountTable
      caption={t(`kinds.${kind}`)}
      heads={[t(`one.${kind}`), t("read.count")]}
      rows={list.map(({ id, text, incidents }) => ({ key: id, name: <Link href={`/patterns/${id}`}><bdi>{text}</bdi></Link>, count: incidents }))}
    />
  );
  return (
    <Card title={t(`kinds.${kind}`)}>
      {several.length > 0 ? table(several) : null}
      {single.length > 0 ? (
        <details open={several.length === 0}>
          <summary>{t("more", { count: single.length })}</summary>
          {table(single)}
        </details>
      ) : null}
    </Card>
  );
}

async function MapCard({ map }: { readonly map: Listed["map"] }) {
  const t = await getTranslations("patterns");
  if (!map) return <Card title={t("map.title")}><p>{t("map.none")}</p></Card>;
  const spots = map.places.map(({ id, text, incidents }) => ({ id, incidents, label: `${text}: ${incidents}` }));
  const kilometres = map.drawing.scale?.kilometres;
  return (
    <Card title={t("map.title")}>
      <p className={styles.quiet}>{map.drawing.detail ? t("map.aboutDetail") : t("map.about")}</p>
      <div className={styles.halves}>
        <PlacesMap drawing={map.drawing} label={t("map.drawing")} scale={kilometres === undefined ? null : t("map.scale", { kilometres })} spots={spots} />
        <CountTable
          caption={t("map.title")}
          heads={[t("map.place"), t("map.number")]}
          rows={map.places.map(({ id, text, incidents, position }) => ({
            key: id, count: incidents,
            name: (
              <>
                <Link href={`/patterns/${id}`}><bdi>{text}</bdi></Link>
                <br />
                <bdi className={styles.quiet} dir="ltr">{position.latitude.toFixed(2)}, {position.longitude.toFixed(2)}</bdi>
              </>
            ),
          }))}
        />
      </div>
    </Card>
  );
}
