"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/button";
import type { Wraps } from "~/components/custody/unlocking";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import type { Held, Renewed } from "~/keyring/ceremony";
import type { Card, Recovery } from "~/keyring/shares";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { CardsStep } from "../cards-step";
import styles from "../custody.module.css";
import { ProveStep } from "../prove-step";
import { RenewStep } from "./renew-step";

export type Holders = NonNullable<Outputs["custodyKey"]["holders"]>;
type Made = { readonly made: Omit<Renewed, "cards">; readonly own: Held; readonly recovery: Recovery; readonly cards: readonly Card[] | null };

/** The same ceremony as for the first key, but that the others who hold the one before are given this one along with its maker. */
export function Renewal({ wraps, holders: asShown }: { wraps: Wraps; holders: Holders }) {
  const t = useTranslations("newKey");
  const router = useRouter();
  // What it began with: once the key is in use, the page knows of that one only.
  const [holders] = useState(asShown);
  const [ceremony, setCeremony] = useState<Made | null>(null);
  const [done, setDone] = useState(false);
  if (done)
    return (
      <Stack gap="m">
        <Notice live="polite" tone="ok">
          <p>{t("done")}</p>
          {holders.reviewers.length > 1 && <p>{t("doneOthers")}</p>}
        </Notice>
        <Row>
          <ButtonLink href="/custody" variant="primary">
            {t("back")}
          </ButtonLink>
        </Row>
      </Stack>
    );
  if (!ceremony)
    return (
      <RenewStep
        holders={holders}
        onMade={({ cards, ...made }, own, recovery) => setCeremony({ made, own, recovery, cards })}
        wraps={wraps}
      />
    );
  const { made, own, recovery, cards } = ceremony;
  const use = async () => {
    const keyOf = new Map(holders.reviewers.map(({ recipient, id }) => [recipient, id]));
    const grants = made.grants.flatMap(({ holder, grant }) => {
      const reviewerKeyId = keyOf.get(holder);
      return reviewerKeyId === undefined ? [] : [{ reviewerKeyId, grant }];
    });
    await trpc.custodyKey.replace.mutate({ before: holders.id, recipient: made.recipient, grants, recovery });
    setDone(true);
    router.refresh();
  };
  const handles = new Map(holders.reviewers.map(({ memberId, handle }) => [memberId, handle]));
  return (
    <>
      {made.notGranted.length > 0 && (
        <div className={styles.screen}>
          <Notice live="assertive" tone="danger">
            <p>{t("notGranted")}</p>
            <ul>
              {made.notGranted.map(({ holder, member }) => (
                <li key={holder}>
                  <Ltr>{handles.get(member) ?? "–"}</Ltr>
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {cards ? (
        <CardsStep cards={cards} onKept={() => setCeremony({ ...ceremony, cards: null })} recovery={recovery} />
      ) : (
        <ProveStep made={own} onRestart={() => setCeremony(null)} recovery={recovery} use={use} wraps={wraps} />
      )}
    </>
  );
}
