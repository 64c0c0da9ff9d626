import { Badge } from "~/components/badge";
import { Empty } from "~/components/empty";
import { filled } from "~/components/filled";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { OpeningStateBadge } from "~/components/originals/state-badge";
import { PageHeader } from "~/components/page-header";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../i18n";

export default async function OriginalsPage() {
  const t = await getTranslations("originals");
  const openings = await orNotFound((await api()).originals.list());
  return (
    <>
      <PageHeader back={{ href: "/custody", label: t("back") }} lead={t("intro")} title={t("title")} />
      {openings.length === 0 ? (
        <Empty icon="lock" title={t("empty")}>
          <p>{t("emptyBody")}</p>
        </Empty>
      ) : (
        <Lines>
          {openings.map((opening) => (
            <Line key={opening.id} opening={opening} />
          ))}
        </Lines>
      )}
    </>
  );
}

async function Line({ opening }: { opening: Outputs["originals"]["list"][number] }) {
  const t = await getTranslations("originals");
  return (
    <LineLink href={`/originals/${opening.id}`}>
      <LineHead>
        <strong>{t(`purposes.${opening.purpose}`)}</strong>
        <OpeningStateBadge state={opening.state} />
        {opening.askedBy.me && <Badge icon="person">{t("mine")}</Badge>}
      </LineHead>
      <LineFacts>
        <Ltr>{opening.item.reference}</Ltr>
        <span>{t.rich("askedOn", { date: filled(<Time at={opening.askedAt} />) })}</span>
      </LineFacts>
    </LineLink>
  );
}
