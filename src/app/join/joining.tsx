"use client";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button, ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { Empty } from "~/components/empty";
import { filled } from "~/components/filled";
import { useFragmentToken } from "~/components/fragment-token";
import { Loading } from "~/components/loading";
import { AddPasskey } from "~/components/passkeys/add-passkey";
import { canUsePasskeys } from "~/components/passkeys/ceremony";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { enter } from "../sign-in/enter";
import { ChooseWho } from "./choose-who";
import { ConnectPhone } from "./connect-phone";
import { EnterCode } from "./enter-code";
import styles from "./join.module.css";

type Step = "who" | "phone" | "code" | "passkey" | "done";
const stepNumber = { who: 1, phone: 2, code: 3, passkey: 4 } as const;

const goIn = () => window.location.replace("/");

/** From the invitation to the first session. Name, passphrase and key stay in memory until all three are accepted together. */
export function Joining() {
  const t = useTranslations("join");
  const terms = useTranslations("terms");
  const token = useFragmentToken();
  const [invite, setInvite] = useState<Outputs["join"]["inspect"] | null>(null);
  const [step, setStep] = useState<Step>("who");
  const [handle, setHandle] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [secret, setSecret] = useState<Outputs["join"]["begin"] | null>(null);
  const { refused, attempt } = useAttempt();

  useEffect(() => {
    if (token) void attempt(async () => setInvite(await trpc.join.inspect.mutate({ token })));
  }, [token, attempt]);

  if (token === null)
    return (
      <>
        <PageHeader title={t("title")} />
        <Empty icon="link" title={t("missing.title")}>
          <p>{t("missing.text")}</p>
        </Empty>
      </>
    );
  if (token === undefined || !invite)
    return (
      <>
        <PageHeader title={t("title")} />
        {refused ? <RefusalNotice refused={refused} /> : <Loading rows={1} />}
      </>
    );

  const begin = async () => {
    setSecret(await trpc.join.begin.mutate({ token, handle }));
    setStep("phone");
  };
  const finish = async (code: string) => {
    await trpc.join.finish.mutate({ token, handle, passphrase, code });
    // They are a member from here on, whether or not the session can be started at once.
    const why = await enter({ handle, passphrase, code }).catch(() => "offline" as const);
    if (why !== null) setStep("done");
    else if (canUsePasskeys()) setStep("passkey");
    else goIn();
  };

  return (
    <div className={styles.page}>
      <PageHeader
        lead={
          <>
            <p>{t.rich("invited", { role: filled(<strong>{terms(`roles.${invite.role}`)}</strong>) })}</p>
            <p>{t.rich("expires", { time: filled(<Time at={invite.expiresAt} />) })}</p>
          </>
        }
        title={t("title")}
      />
      {step === "done" ? (
        <Card title={t("done.title")}>
          <p>{t("done.text")}</p>
          <ButtonLink href="/sign-in?joined" variant="primary">
            {t("done.signIn")}
          </ButtonLink>
        </Card>
      ) : (
        <Stack gap="m">
          <p aria-live="polite" className={styles.step}>
            {t("step", { step: stepNumber[step] })}
          </p>
          {step === "who" && (
            <ChooseWho
              handle={handle}
              onHandle={setHandle}
              onNext={begin}
              onPassphrase={setPassphrase}
              passphrase={passphrase}
            />
          )}
          {step === "phone" && secret && (
            <ConnectPhone onBack={() => setStep("who")} onNext={() => setStep("code")} secret={secret.secret} uri={secret.uri} />
          )}
          {step === "passkey" && (
            <Card title={t("passkey.title")}>
              <p>{t("passkey.text")}</p>
              <AddPasskey onAdded={goIn} />
              <Row>
                <Button onClick={goIn}>{t("passkey.later")}</Button>
              </Row>
            </Card>
          )}
          {step === "code" && <EnterCode onBack={() => setStep("phone")} onFinish={finish} />}
        </Stack>
      )}
    </div>
  );
}
