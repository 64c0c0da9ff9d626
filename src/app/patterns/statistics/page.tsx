import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Exports } from "~/components/patterns/exports";
import { Figures } from "~/components/patterns/figures";
import styles from "~/components/patterns/patterns.module.css";
import { Stack } from "~/components/stack";
import { Period } from "~/domain/statistics";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../../i18n";

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The last twelve months. */
function lately(): Period {
  const now = new Date();
  const month = (back: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
  return { from: month(11), to: month(0) };
}

export default async function StatisticsPage({ searchParams }: Props) {
  const t = await getTranslations("patterns.statistics");
  const { from, to } = await searchParams;
  const asked = from === undefined && to === undefined ? lately() : { from, to };
  const period = Period.safeParse(asked).data ?? null;
  const shown = period ?? lately();
  // Whoever may not see the figures is not told what a period is.
  const given = await orNotFound((await api()).statistics.read(shown));
  return (
    <>
      <PageHeader back={{ href: "/patterns", label: (await getTranslations("patterns"))("back") }} lead={t("lead")} title={t("title")} />
      <Stack>
        <Card>
          <form className={styles.form} method="get">
            <TextField defaultValue={shown.from} dir="ltr" label={t("from")} name="from" pattern="\d{4}-\d{2}" required type="month" />
            <TextField defaultValue={shown.to} dir="ltr" label={t("to")} name="to" pattern="\d{4}-\d{2}" required type="month" />
            <Button type="submit" wide>{t("show")}</Button>
          </form>
        </Card>
        {period ? <Figures given={given} /> : <Notice tone="attention"><p>{t("wrong")}</p></Notice>}
        {period ? <Exports period={period} /> : null}
        <Card title={t("rules.title")}>
          <Stack gap="m">
            {(["consent", "small", "once", "overlap"] as const).map((rule) => <p key={rule}>{t(`rules.${rule}`)}</p>)}
          </Stack>
        </Card>
      </Stack>
    </>
  );
}
