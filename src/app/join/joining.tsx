"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { AddPasskey } from "~/components/passkeys/add-passkey";
import { canUsePasskeys } from "~/components/passkeys/ceremony";
import { Row } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import { Arriving } from "./arriving";
import { ChooseWho } from "./choose-who";

const inspect = (token: string) => trpc.join.inspect.mutate({ token });
const goIn = () => window.location.replace("/");

/** From the invitation to the first session, and a passkey where there can be one. */
export function Joining() {
  const t = useTranslations("join");
  const terms = useTranslations("terms");
  const [handle, setHandle] = useState("");
  const [passphrase, setPassphrase] = useState("");
  return (
    <Arriving
      begin={(token) => trpc.join.begin.mutate({ token, handle })}
      finish={async (token, code) => {
        await trpc.join.finish.mutate({ token, handle, passphrase, code });
        return { handle, passphrase, code };
      }}
      first={(onNext) => (
        <ChooseWho handle={handle} onHandle={setHandle} onNext={onNext} onPassphrase={setPassphrase} passphrase={passphrase} />
      )}
      inspect={inspect}
      last={
        <Card title={t("passkey.title")}>
          <p>{t("passkey.text")}</p>
          <AddPasskey onAdded={goIn} />
          <Row>
            <Button onClick={goIn}>{t("passkey.later")}</Button>
          </Row>
        </Card>
      }
      lead={(invite) => (
        <>
          <p>{t.rich("invited", { role: filled(<strong>{terms(`roles.${invite.role}`)}</strong>) })}</p>
          <p>{t.rich("expires", { time: filled(<Time at={invite.expiresAt} />) })}</p>
        </>
      )}
      missing={{ title: t("missing.title"), text: t("missing.text") }}
      onIn={() => {
        const can = canUsePasskeys();
        if (!can) goIn();
        return can;
      }}
      signIn="/sign-in?joined"
      title={t("title")}
    />
  );
}
