import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Facts, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import { getFormatter, getTranslations } from "../i18n";

/** What each authority for time said last, and what is wrong where it says nothing. */
export async function Stamps({ authorities }: { authorities: Outputs["health"]["read"]["stamps"] }) {
  const [t, health, format] = await Promise.all([getTranslations("health.stamps"), getTranslations("health"), getFormatter()]);
  const faulty = authorities.some(({ fault }) => fault !== null);
  const said = faulty || (authorities.length > 0 && authorities.every(({ last }) => last !== null));
  return (
    <Card
      actions={
        said && (
          <Badge icon={faulty ? "alert" : "check"} tone={faulty ? "attention" : "ok"}>
            {t(faulty ? "faulty" : "good")}
          </Badge>
        )
      }
      title={t("title")}
    >
      <p>{t(authorities.length === 0 ? "none" : "text")}</p>
      {authorities.map(({ id, host, last, waiting, fault }) => (
        <Stack gap="s" key={id}>
          <h3>
            <Ltr mono>{host}</Ltr>
          </h3>
          <Facts>
            <dt>{t("last")}</dt>
            <dd>{last ? <Time at={last} shape="second" /> : health("never")}</dd>
            <dt>{t("waiting")}</dt>
            <dd>{format.number(waiting)}</dd>
          </Facts>
          {fault && (
            <Notice tone="attention">
              <p>{t.rich("since", { time: filled(<Time at={fault.since} />), fault: t(`faults.${fault.what}`) })}</p>
              <p>{t("again")}</p>
            </Notice>
          )}
        </Stack>
      ))}
    </Card>
  );
}
