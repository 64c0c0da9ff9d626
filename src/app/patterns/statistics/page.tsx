import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField } from "~/components/field";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Exports } from "~/components/patterns/exports";
import { Figures } from "~/components/patterns/figures";
import styles from "~/components/patterns/patterns.module.css";
import { Stack } from "~/components/stack";
import { endedHalfYears, periodOf } from "~/domain/statistics";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../../i18n";

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function StatisticsPage({ searchParams }: Props) {
  const t = await getTranslations("patterns.statistics");
  const { half } = await searchParams;
  const offered = endedHalfYears(new Date());
  const [newest = ""] = offered;
  const wanted = half === undefined ? newest : offered.find((one) => one === half);
  const shown = wanted ?? newest;
  // Whoever may not see the figures is not told what there are figures of.
  const given = await orNotFound((await api()).statistics.read({ half: shown }));
  return (
    <>
      <PageHeader back={{ href: "/patterns", label: (await getTranslations("patterns"))("back") }} lead={t("lead")} title={t("title")} />
      <Stack>
        <Card>
          <form className={styles.form} method="get">
            <SelectField defaultValue={shown} key={shown} label={t("half")} name="half" required>
              {offered.map((one) => <option key={one} value={one}>{t("period", periodOf(one))}</option>)}
            </SelectField>
            <Button type="submit" wide>{t("show")}</Button>
          </form>
        </Card>
        {wanted === undefined ? <Notice tone="attention"><p>{t("wrong")}</p></Notice> : <Figures given={given} half={wanted} />}
        <Exports key={shown} period={periodOf(shown)} />
        <Card title={t("rules.title")}>
          <Stack gap="m">
            {(["consent", "small", "once", "overlap"] as const).map((rule) => <p key={rule}>{t(`rules.${rule}`)}</p>)}
          </Stack>
        </Card>
      </Stack>
    </>
  );
}
