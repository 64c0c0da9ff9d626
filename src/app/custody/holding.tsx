"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Stack } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import { AskToHold } from "./ask-to-hold";
import { GiveUp } from "./give-up";
import { LetIn } from "./let-in";
import { NewKey } from "./new-key";
import { OlderKeys } from "./older-keys";
import { OwnFingerprint } from "./own-fingerprint";
import { Recover } from "./recover";

type Mine = Outputs["custodyKey"]["mine"];
type Holders = NonNullable<Outputs["custodyKey"]["holders"]>;

/** Who holds the key, and how the reader comes to hold it or lets others in. */
export function Holding({ member, mine, holders }: { member: string; mine: Mine; holders: Holders }) {
  const t = useTranslations("custody.holding");
  const router = useRouter();
  const refresh = () => router.refresh();
  const holds = mine?.grants.some(({ custody }) => custody.id === holders.id) ?? false;
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
      {holds && mine && waiting.map((whom) => <LetIn custodyKeyId={holders.id} key={whom.id} mine={mine} onDone={refresh} whom={whom} />)}
      {mine && !holds && <OwnFingerprint mine={mine} />}
      {mine && !holds && <Recover custody={holders} mine={mine} onDone={refresh} />}
      <OlderKeys mine={mine} older={holders.older} onDone={refresh} />
      {mine && holds && <GiveUp onDone={refresh} />}
      {(!mine || !holds) && <AskToHold again={mine !== null} member={member} onDone={refresh} />}
    </>
  );
}
