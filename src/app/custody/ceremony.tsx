"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Made } from "~/components/custody/key.worker";
import { Notice } from "~/components/notice";
import type { Card, Recovery } from "~/keyring/shares";
import { trpc } from "~/trpc/client";
import { CardsStep } from "./cards-step";
import { MakeStep } from "./make-step";
import { ProveStep } from "./prove-step";

type Ceremony = { readonly made: Omit<Made, "cards">; readonly recovery: Recovery; readonly cards: readonly Card[] | null };

/**
 * Make, print, prove: a key is put to use only after its maker has brought it back from the cards on paper and opened it
 * with the passphrase. The cards are on the page until they are printed, and then they are forgotten here.
 * @param props.exists that there is a key: nothing is left to do then but to say that it was just put to use
 */
export function Ceremony({ exists, member }: { exists: boolean; member: string }) {
  const t = useTranslations("custody");
  const router = useRouter();
  const [ceremony, setCeremony] = useState<Ceremony | null>(null);
  const [done, setDone] = useState(false);
  if (done)
    return (
      <Notice live="polite" tone="ok">
        <p>{t("done")}</p>
      </Notice>
    );
  if (exists) return null;
  if (!ceremony)
    return (
      <MakeStep
        member={member}
        onMade={({ cards, ...made }, recovery) => setCeremony({ made, recovery, cards })}
      />
    );
  const { made, recovery, cards } = ceremony;
  if (cards) return <CardsStep cards={cards} onKept={() => setCeremony({ made, recovery, cards: null })} recovery={recovery} />;
  const { member: maker, mine, grant, recipient } = made;
  // What goes to the server from here is public, wrapped or sealed.
  const use = async () => {
    await trpc.custodyKey.set.mutate({ recipient, mine, grant, recovery });
    setDone(true);
    router.refresh();
  };
  return (
    <ProveStep
      made={{ member: maker, mine, grant, custody: recipient }}
      onRestart={() => setCeremony(null)}
      recovery={recovery}
      use={use}
      wraps={null}
    />
  );
}
