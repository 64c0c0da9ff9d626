import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Lines } from "~/components/lines";
import { Notice } from "~/components/notice";
import { OpeningStateBadge } from "~/components/originals/state-badge";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../../i18n";
import { AgreeToAll } from "./agree-to-all";
import { AskForAll } from "./ask-for-all";
import { DossierWithOriginals, type Original } from "./dossier-with-originals";

type Disclosure = Outputs["disclosures"]["read"];
type Opening = Outputs["originals"]["list"][number];

const counts = (opening: Opening): boolean => opening.state === "asked" || opening.state === "agreed";

/**
 * A dossier in which there are originals: for whoever makes it an opening of each, which another agrees to, and then the dossier; for that
 * other what was asked, and why.
 */
export async function DossierOriginals({ disclosure }: { disclosure: Disclosure }) {
  const [t, contents] = [await getTranslations("dossier.originals"), await getTranslations("disclosures")];
  const caller = await api();
  const [all, wraps] = await orNotFound(Promise.all([caller.originals.list(), caller.wraps.list()]));
  const items = disclosure.items.filter(({ form }) => form === "original");
  const openings = all.filter(({ item, purpose }) => purpose === disclosure.purpose && items.some(({ id }) => id === item.id));
  /** Of each what the reader asked for last that is not over. */
  const mine = items.map(({ id }) => openings.find((one) => one.item.id === id && one.askedBy.me && counts(one)));
  const missing = items.filter((_, at) => !mine[at]).map(({ id }) => id);
  const ready = items.flatMap(({ exhibit }, at): Original[] => (exhibit !== null && mine[at]?.may.open ? [{ exhibit, openingId: mine[at].id }] : []));
  const asked = await orNotFound(Promise.all(openings.filter(({ may }) => may.decide).map(({ id }) => caller.originals.read({ openingId: id }))));
  const byWhom = Map.groupBy(asked, ({ askedBy }) => askedBy.handle ?? "–");
  return (
    <>
      <Card title={t("title")}>
        <p>{t("explain", { count: items.length })}</p>
        <Notice tone="attention">
          <p>{t("care")}</p>
        </Notice>
        <Lines>
          {items.map(({ id, exhibit }, at) => (
            <li key={id}>
              <Link href={`/incidents/${disclosure.incidentId}/items/${id}`}>{contents("read.exhibit", { number: exhibit ?? at + 1 })}</Link>{" "}
              {mine[at] && <OpeningStateBadge state={mine[at].state} />}
            </li>
          ))}
        </Lines>
        {missing.length > 0 && <AskForAll itemIds={missing} purpose={disclosure.purpose} />}
        {missing.length === 0 && ready.length < items.length && <p>{t("waiting")}</p>}
      </Card>
      {[...byWhom].map(([handle, of]) => (
        <AgreeToAll handle={handle} key={handle} openingIds={of.map(({ id }) => id)} reasons={[...new Set(of.map(({ reason }) => reason))]} />
      ))}
      {ready.length === items.length && (
        <DossierWithOriginals disclosure={disclosure} originals={ready} wraps={wraps} />
      )}
    </>
  );
}
