"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import type { Wraps } from "~/components/custody/unlocking";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Stack } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import { AskToHold } from "./ask-to-hold";
import { CheckHeld } from "./check-held";
import { GiveUp } from "./give-up";
import { LetIn } from "./let-in";
import { NewKey } from "./new-key";
import { OlderKeys } from "./older-keys";
import { OwnFingerprint } from "./own-fingerprint";
import { Recover } from "./recover";
import { StartAgain } from "./start-again";
import { OwnWraps, type Passkeys } from "./wraps/own-wraps";

type Holders = NonNullable<Outputs["custodyKey"]["holders"]>;

/** Who holds the key, and how the reader comes to hold it or lets others in. */
export function Holding({ member, wraps, passkeys, holders }: { member: string; wraps: Wraps; passkeys: Passkeys; holders: Holders }) {
  const t = useTranslations("custody.holding");
  const router = useRouter();
  const refresh = () => router.refresh();
  const mine = holders.reviewers.find(({ me }) => me);
  const holds = mine !== undefined && mine.since !== null;
  const waiting = holders.reviewers.filter(({ since, me }) => since === null && !me);
  return (
    <>
      {mine && <NewKey left={holders.left} />}
      <Card title={t("title")}>
        <Stack gap="m">
          <Notice tone={holds ? "ok" : "attention"}>
            <p>{t(holds ? "held" : mine ? "waits" : "notHeld")}</p>
          </Notice>
          <ul>
            {holders.reviewers.map((reviewer) => (
              <li key={reviewer.id}>
                <Ltr>{reviewer.handle ?? "–"}</Ltr>{" "}
                <Badge icon={reviewer.since ? "key" : "clock"} tone={reviewer.since ? "ok" : "attention"}>
                  {t(reviewer.since ? "holds" : "asks")}
                </Badge>
              </li>
            ))}
          </ul>
        </Stack>
      </Card>
      {holds && waiting.map((whom) => <LetIn custodyKeyId={holders.id} key={whom.id} onDone={refresh} whom={whom} wraps={wraps} />)}
      {holds && <CheckHeld custodyKeyId={holders.id} key={mine.id} wraps={wraps} />}
      {holds && <OwnWraps key={`wraps-${mine.id}`} passkeys={passkeys} reviewerKeyId={mine.id} wraps={wraps} />}
      {mine && !holds && <OwnFingerprint key={mine.id} wraps={wraps} />}
      {mine && !holds && <Recover custody={holders} me={mine} onDone={refresh} />}
      <OlderKeys me={mine} older={holders.older} onDone={refresh} />
      {holds && <GiveUp onDone={refresh} />}
      {holds ? (
        <StartAgain member={member} onDone={refresh} />
      ) : (
        <AskToHold again={mine !== undefined} member={member} onDone={refresh} />
      )}
    </>
  );
}
