import { notFound } from "next/navigation";
import * as z from "zod";
import { getTranslations } from "~/app/i18n";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Answers } from "~/components/people/answers";
import { ConsentHistory } from "~/components/people/consent-history";
import { ConsentSheet } from "~/components/people/consent-sheet";
import type { SheetAccount, SheetPicture } from "~/components/people/matter";
import { SamePerson } from "~/components/people/same-person";
import { Withdraw } from "~/components/people/withdraw";
import { GiveCard } from "~/components/receipts/give-card";
import { Stack } from "~/components/stack";
import { Purpose } from "~/domain/consent";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";

type Props = {
  readonly params: Promise<{ incidentId: string; grantorId: string }>;
  readonly searchParams: Promise<unknown>;
};

/** The purpose, and the disclosure that waits, for which somebody was led here. */
const Led = z.object({ ask: Purpose.optional().catch(undefined), for: z.uuid().optional().catch(undefined) });

/** The pictures that the person is on, with the regions that are theirs, numbered as the incident numbers them. */
async function picturesOf(
  caller: Awaited<ReturnType<typeof api>>,
  on: readonly { readonly id: string; readonly regionIds: readonly string[] }[],
  numbered: readonly { readonly id: string }[],
): Promise<SheetPicture[]> {
  const items = await Promise.all(on.map(({ id }) => caller.evidence.read({ itemId: id })));
  return items.flatMap((item) => {
    const { width, height } = item;
    const shown = item.display ?? item.clean ?? item.redacted ?? item.preview;
    const own = new Set(on.find(({ id }) => id === item.id)?.regionIds);
    return item.state === "ready" && width !== null && height !== null
      ? [{
          id: item.id,
          number: numbered.findIndex(({ id }) => id === item.id) + 1,
          width,
          height,
          href: shown ? `/api/derivatives/${shown.derivativeId}` : null,
          regions: item.regions.filter(({ id }) => own.has(id)).map(({ id, x, y, width, height }) => ({ id, x, y, width, height })),
        }]
      : [];
  });
}

export default async function PersonPage({ params, searchParams }: Props) {
  const led = Led.parse(await searchParams);
  const { incidentId, grantorId } = await params;
  const [t, terms] = [await getTranslations("people"), await getTranslations("terms")];
  const caller = await api();
  const [me, sheet, incident, card, ties] = await orNotFound(
    Promise.all([
      caller.members.me(), caller.consents.read({ grantorId }), caller.incidents.read({ incidentId }),
      caller.receipts.current({ grantorId }), caller.ties.read({ grantorId }),
    ]),
  );
  const { grantor, records } = sheet;
  if (grantor.incidentId !== incidentId) notFound();
  const pictures = await orNotFound(picturesOf(caller, sheet.items, incident.items));
  const accounts: SheetAccount[] = incident.accounts.flatMap(({ id, language, text, masks }, index) =>
    sheet.accounts.some((account) => account.id === id) ? [{ id, number: index + 1, language, text, masks }] : [],
  );
  // Asked about something, but not about everything that is here by now.
  const asked = new Set(records.flatMap((record) => [...record.items, ...record.accounts]));
  const unasked = [...pictures, ...accounts].filter(({ id }) => !asked.has(id)).length;
  const about = pictures.length + accounts.length;
  const mayRecord = may(me.role, "consents.record") && incident.mayEdit;
  const recordings = mayRecord ? await caller.recordings.fitting() : {};
  return (
    <>
      <PageHeader
        actions={grantor.minor ? <Badge icon="person">{t("minor")}</Badge> : null}
        back={{ href: `/incidents/${incidentId}`, label: <Ltr>{grantor.reference}</Ltr> }}
        lead={mayRecord ? t("sheet.lead") : null}
        title={t("sheet.title", { person: terms("grantor", { pseudonym: grantor.pseudonym }) })}
      />
      <Stack>
        <Card title={t("now.title")}>
          <Answers answers={grantor.answers} />
          {asked.size > 0 && unasked > 0 ? (
            <Notice tone="attention">{t("sheet.newMatter", { count: unasked })}</Notice>
          ) : null}
        </Card>
        {sheet.waiting.length > 0 ? <Notice tone="attention">{t("sheet.waiting", { count: sheet.waiting.length })}</Notice> : null}
        {mayRecord && about > 0 ? (
          <ConsentSheet
            accounts={accounts}
            grantor={grantor}
            key={`${led.ask ?? ""} ${led.for ?? ""}`}
            led={led.ask ? { purpose: led.ask, disclosureId: led.for } : null}
            pictures={pictures}
            recordings={recordings}
            waiting={sheet.waiting}
          />
        ) : null}
        {mayRecord && about === 0 ? <Notice>{t("sheet.noMatter")}</Notice> : null}
        {mayRecord ? null : <Notice>{t("sheet.notMine")}</Notice>}
        {may(me.role, "receipts.make") && records.length > 0 ? (
          <GiveCard grantorId={grantorId} language={records[0]?.language ?? "en"} madeAt={card.madeAt} />
        ) : null}
        <SamePerson grantorId={grantorId} ties={ties} />
        <Withdraw given={grantor.takeable} grantorId={grantorId} />
        <ConsentHistory incidentId={incidentId} mayAttach={mayRecord} records={records} />
      </Stack>
    </>
  );
}
