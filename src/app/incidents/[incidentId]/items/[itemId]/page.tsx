import { notFound } from "next/navigation";
import * as z from "zod";
import { getTranslations } from "~/app/i18n";
import { Card } from "~/components/card";
import { Presence } from "~/components/desk/presence";
import { EraseOrKeep } from "~/components/erasures/erase-or-keep";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { AskToOpen } from "~/components/originals/ask-to-open";
import { PageHeader } from "~/components/page-header";
import { PersonEntry } from "~/components/people/people-card";
import { ChecklistCard } from "~/components/pictures/checklist-card";
import { CustodyHistory } from "~/components/pictures/custody-history";
import { FileFacts } from "~/components/pictures/file-facts";
import { PictureView } from "~/components/pictures/picture-view";
import { RegionEditor } from "~/components/pictures/region-editor";
import { ToldOnce } from "~/components/pictures/told";
import { Refresh } from "~/components/refresh";
import { ItemSlip } from "~/components/slip/slip";
import { Stack } from "~/components/stack";
import { Reason } from "~/components/refusal-notice";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";

type Props = {
  readonly params: Promise<{ incidentId: string; itemId: string }>;
  readonly searchParams: Promise<unknown>;
};

/** The region, or the person, to whom somebody was led from what stands in a disclosure's way. */
const Led = z.object({ region: z.uuid().optional().catch(undefined), person: z.uuid().optional().catch(undefined) });

export default async function ItemPage({ params, searchParams }: Props) {
  const led = Led.parse(await searchParams);
  const { incidentId, itemId } = await params;
  const [t, regions] = [await getTranslations("item"), await getTranslations("regions")];
  const caller = await api();
  const [me, item, custody] = await orNotFound(
    Promise.all([caller.members.me(), caller.evidence.read({ itemId }), caller.ledger.custody({ itemId })]),
  );
  if (item.incidentId !== incidentId) notFound();
  const fate = may(me.role, "erasures.ofItem") ? await orNotFound(caller.erasures.ofItem({ itemId })) : null;
  const { clean, grantors } = item;
  const display = item.display ?? clean;
  // Once nobody could be given it, no more than the preview is left of what covers whoever took everything back.
  const redacted = item.redacted ?? (item.gone === "covered" ? item.preview : null);
  const here = new Set(item.regions.map(({ grantorId }) => grantorId));
  const people = grantors.filter(({ id }) => here.has(id));
  const working = item.state === "received" || (item.state === "ready" && (item.redaction === "pending" || !item.suggested));
  return (
    <>
      <Refresh active={working} everyMs={2000} />
      <PageHeader
        back={{ href: `/incidents/${incidentId}`, label: <Ltr>{item.reference}</Ltr> }}
        title={t("title")}
      />
      {me.role === "reviewer" ? <Presence incidentId={incidentId} /> : null}
      <Stack>
        <ToldOnce itemId={itemId} toBeShown={item.told} />
        {item.state === "received" ? <Notice live="polite">{t("received")}</Notice> : null}
        {item.state === "refused" ? (
          <Card title={t("keptTitle")}>
            {item.refusal ? <Reason code={item.refusal} kind={item.format} /> : null}
            <p>{t("keptText")}</p>
          </Card>
        ) : null}
        {item.gone ? (
          <Notice tone="attention">
            <p>{t(`gone.${item.gone}`)}</p>
          </Notice>
        ) : null}
        {clean && display && item.mayEdit ? (
          <div id="regions">
            <Card title={regions("title")}>
              <p>{regions("intro")}</p>
              <RegionEditor
                incidentId={incidentId}
                itemId={itemId}
                begin={
                  item.regions.find(({ id, grantorId }) => id === led.region || (led.person !== undefined && grantorId === led.person))
                    ?.id ?? null
                }
                looked={item.looked}
                people={grantors.filter(({ kind }) => kind !== "witness")}
                confirmed={item.confirmed}
                picture={{
                  href: `/api/derivatives/${display.derivativeId}`,
                  displayWidth: display.width,
                  sharpHref: display === clean ? null : `/api/derivatives/${clean.derivativeId}`,
                  width: clean.width,
                  height: clean.height,
                }}
                redaction={item.redaction}
                saved={{ version: item.regionsVersion, regions: item.regions }}
                suggested={item.suggested}
              />
            </Card>
          </div>
        ) : null}
        {clean ? <ChecklistCard item={item} /> : null}
        {clean || redacted ? (
          <div id="redacted">
            <PictureView item={{ clean: item.mayEdit ? null : display, redacted, redaction: item.redaction }} />
          </div>
        ) : null}
        {clean || item.gone ? (
          <Card title={t("people.title")}>
            {people.length === 0 ? <p>{t("people.none")}</p> : null}
            <Stack gap="s">
              {people.map((grantor) => (
                <PersonEntry grantor={grantor} incidentId={incidentId} key={grantor.id} />
              ))}
            </Stack>
          </Card>
        ) : null}
        <FileFacts item={item} />
        {item.state !== "received" && may(me.role, "originals.ask") ? <AskToOpen itemId={itemId} /> : null}
        {fate ? <EraseOrKeep itemId={itemId} {...fate} /> : null}
        {item.mine ? <ItemSlip itemId={itemId} /> : null}
        <CustodyHistory entries={custody} />
      </Stack>
    </>
  );
}
