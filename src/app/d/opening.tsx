"use client";
import { useEffect, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Empty } from "~/components/empty";
import { useFragmentToken } from "~/components/fragment-token";
import { Loading } from "~/components/loading";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import type { Refused } from "~/trpc/client";
import { isTakenBack } from "./dead";
import { Dossier } from "./dossier";
import { Accept, AskSecret } from "./threshold";
import { useWayIn } from "./way-in";

/** What the link in the address opens, or that the address carries none. */
export function Opening() {
  const token = useFragmentToken();
  if (token === undefined) return <Loading rows={4} />;
  return token === null ? <Blank /> : <WayIn fragment={token} key={token} />;
}

function WayIn({ fragment }: { fragment: string }) {
  const { shown, arrive, show, accept, died } = useWayIn(fragment);
  useEffect(arrive, [arrive]);
  if (shown.at === "secret") return <AskSecret onSecret={show} pending={shown.pending} refused={shown.refused} />;
  if (shown.at === "threshold")
    return (
      <Accept
        onAccept={(accepted) => accept(shown.told, accepted)}
        pending={shown.pending}
        refused={shown.refused}
        told={shown.told}
      />
    );
  if (shown.at === "open") return <Dossier onDead={died} view={shown.view} />;
  if (shown.at === "dead" && isTakenBack(shown.refused)) return <TakenBack watched={shown.watched} />;
  if (shown.at === "dead") return <Dead closed={shown.refused.code === "disclosure-closed"} watched={shown.watched} />;
  if (shown.at === "failed") return <Failed onRetry={arrive} refused={shown.refused} />;
  return <Loading rows={4} />;
}

function Blank() {
  const t = useTranslations("recipient");
  return (
    <>
      <PageHeader title={t("title")} />
      <Empty icon="link" title={t("blank.title")}>
        <p>{t("blank.body")}</p>
      </Empty>
    </>
  );
}

/** One calm page for a link that opens nothing: it no longer does, it never did, or it was shut while it was looked at. */
function Shut({ title, watched, children }: { title: string; watched: boolean; children: ReactNode }) {
  const t = useTranslations("recipient");
  const giving = useTranslations("giving.door");
  return (
    <>
      <PageHeader title={t("title")} />
      <div role={watched ? "alert" : undefined}>
        <Empty icon="lock" title={watched ? giving("closedNow") : title}>
          <Stack gap="m">{children}</Stack>
        </Empty>
      </div>
    </>
  );
}

function Dead({ closed, watched }: { closed: boolean; watched: boolean }) {
  const t = useTranslations("recipient.dead");
  const giving = useTranslations("giving.door");
  return (
    <Shut title={t("title")} watched={watched}>
      <p>{watched ? giving("closedNowBody") : t("body")}</p>
      {closed && <p>{t("closed")}</p>}
    </Shut>
  );
}

/** What whoever received something has to do when it was taken back. Why, and by whom, this page does not know. */
function TakenBack({ watched }: { watched: boolean }) {
  const t = useTranslations("recipient.takenBack");
  return (
    <Shut title={t("title")} watched={watched}>
      {watched && <p>{t("now")}</p>}
      <p>{t("stop")}</p>
      <p>{t("delete")}</p>
      <p>{t("silent")}</p>
    </Shut>
  );
}

function Failed({ refused, onRetry }: { refused: Refused; onRetry: () => unknown }) {
  const t = useTranslations("recipient");
  return (
    <>
      <PageHeader title={t("failed.title")} />
      <Stack gap="m">
        <RefusalNotice refused={refused} />
        <Row>
          <Button onClick={() => onRetry()} variant="primary">
            {t("failed.retry")}
          </Button>
        </Row>
      </Stack>
    </>
  );
}
