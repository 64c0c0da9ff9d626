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
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { isShort, NewPassphraseField } from "~/components/sign-in/new-passphrase-field";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { ConnectPhone } from "../join/connect-phone";
import { EnterCode } from "../join/enter-code";
import { enter } from "../sign-in/enter";

type Step = "passphrase" | "phone" | "code" | "done";

/** From the link that two who know the reader made possible, to a session with a new passphrase and a new app. */
export function ComingBack() {
  const t = useTranslations("recovery");
  const done = useTranslations("join.done");
  const token = useFragmentToken();
  const [link, setLink] = useState<Outputs["recovery"]["inspect"] | null>(null);
  const [step, setStep] = useState<Step>("passphrase");
  const [passphrase, setPassphrase] = useState("");
  const [secret, setSecret] = useState<Outputs["recovery"]["begin"] | null>(null);
  const { refused, attempt } = useAttempt();

  useEffect(() => {
    if (token) void attempt(async () => setLink(await trpc.recovery.inspect.mutate({ token })));
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
  if (token === undefined || !link)
    return (
      <>
        <PageHeader title={t("title")} />
        {refused ? <RefusalNotice refused={refused} /> : <Loading rows={1} />}
      </>
    );

  const begin = async () => {
    setSecret(await trpc.recovery.begin.mutate({ token }));
    setStep("phone");
  };
  const finish = async (code: string) => {
    const { handle } = await trpc.recovery.finish.mutate({ token, passphrase, code });
    // They are back from here on, whether or not the session can be started at once.
    const why = await enter({ handle, passphrase, code }).catch(() => "offline" as const);
    if (why === null) window.location.replace("/account");
    else setStep("done");
  };
  return (
    <>
      <PageHeader
        lead={
          <p>
            {t.rich("lead", { handle: filled(<Ltr>{link.handle}</Ltr>), time: filled(<Time at={link.expiresAt} />) })}
          </p>
        }
        title={t("title")}
      />
      {step === "passphrase" && <NewPassphrase onChange={setPassphrase} onNext={begin} passphrase={passphrase} />}
      {step === "phone" && secret && (
        <ConnectPhone onBack={() => setStep("passphrase")} onNext={() => setStep("code")} secret={secret.secret} uri={secret.uri} />
      )}
      {step === "code" && <EnterCode onBack={() => setStep("phone")} onFinish={finish} />}
      {step === "done" && (
        <Card title={done("title")}>
          <p>{done("text")}</p>
          <ButtonLink href="/sign-in" variant="primary">
            {done("signIn")}
          </ButtonLink>
        </Card>
      )}
    </>
  );
}

function NewPassphrase({
  passphrase,
  onChange,
  onNext,
}: {
  passphrase: string;
  onChange: (passphrase: string) => void;
  onNext: () => Promise<void>;
}) {
  const t = useTranslations("recovery");
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isShort(passphrase)) void attempt(onNext);
        }}
      >
        <Stack gap="m">
          <NewPassphraseField hint={t("hint")} label={t("passphrase")} onChange={onChange} tried={tried} value={passphrase} />
          <RefusalNotice refused={refused} />
          <Button pending={pending} type="submit" variant="primary" wide>
            {t("next")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
