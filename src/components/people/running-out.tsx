"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";

/** Every yes that ends within thirty days, and the way to whoever has to be asked again. Nothing where there is none. */
export function RunningOut({ ending }: { readonly ending: Outputs["consents"]["runningOut"] }) {
  const t = useTranslations("asking.runningOut");
  const terms = useTranslations("terms");
  if (ending.length === 0) return null;
  return (
    <Card title={t("title")}>
      <p>{t("lead")}</p>
      <Lines>
        {ending.map(({ id, incidentId, grantorId, reference, pseudonym, purpose, until }) => (
          <LineLink href={`/incidents/${incidentId}/people/${grantorId}`} key={id}>
            <LineHead>
              <strong>
                <Ltr>{reference}</Ltr> · {terms("grantor", { pseudonym })}
              </strong>
            </LineHead>
            <LineFacts>
              {terms(`purposes.${purpose}`)}: <Time at={until} shape="day" />
            </LineFacts>
          </LineLink>
        ))}
      </Lines>
    </Card>
  );
}
