"use client";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { Empty } from "~/components/empty";
import { useFragmentToken } from "~/components/fragment-token";
import { Loading } from "~/components/loading";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import { enter, type Credentials } from "../sign-in/enter";
import { ConnectPhone } from "./connect-phone";
import { EnterCode } from "./enter-code";
import styles from "./join.module.css";

type Step = "first" | "phone" | "code" | "in" | "done";
const stepNumber = { first: 1, phone: 2, code: 3, in: 4 } as const;

export type Way<Link> = {
  readonly title: string;
  /** What is said where the address carries no token. */
  readonly missing: { readonly title: string; readonly text: string };
  readonly inspect: (token: string) => Promise<Link>;
  readonly lead: (link: Link) => ReactNode;
  /** What is asked before an app is connected; `onNext` goes on. */
  readonly first: (onNext: () => Promise<void>) => ReactNode;
  readonly begin: (token: string) => Promise<Outputs["join"]["begin"]>;
  /** @returns who is there from now on, whether or not a session can be started at once */
  readonly finish: (token: string, code: string) => Promise<Credentials>;
  readonly signIn: string;
  /** What there is to do once the session has begun, if anything. @returns whether `last` is to be shown */
  readonly onIn: () => boolean;
  readonly last?: ReactNode;
};

/** From a link to a session with a new authenticator app. Whatever is typed stays in memory until all of it is accepted together. */
export function Arriving<Link>({ title, missing, inspect, lead, first, begin, finish, signIn, onIn, last }: Way<Link>) {
  const t = useTranslations("join");
  const token = useFragmentToken();
  const [link, setLink] = useState<Link | null>(null);
  const [step, setStep] = useState<Step>("first");
  const [app, setApp] = useState<Outputs["join"]["begin"] | null>(null);
  const { refused, attempt } = useAttempt();

  useEffect(() => {
    if (token) void attempt(async () => setLink(await inspect(token)));
  }, [token, inspect, attempt]);

  if (token === null)
    return (
      <>
        <PageHeader title={title} />
        <Empty icon="link" title={missing.title}>
          <p>{missing.text}</p>
        </Empty>
      </>
    );
  if (token === undefined || !link)
    return (
      <>
        <PageHeader title={title} />
        {refused ? <RefusalNotice refused={refused} /> : <Loading rows={1} />}
      </>
    );

  const connect = async () => {
    setApp(await begin(token));
    setStep("phone");
  };
  const arrive = async (code: string) => {
    const credentials = await finish(token, code);
    const why = await enter(credentials).catch(() => "offline" as const);
    if (why !== null) setStep("done");
    else if (onIn()) setStep("in");
  };
  return (
    <div className={styles.page}>
      <PageHeader lead={lead(link)} title={title} />
      {step === "done" ? (
        <Card title={t("done.title")}>
          <p>{t("done.text")}</p>
          <ButtonLink href={signIn} variant="primary">
            {t("done.signIn")}
          </ButtonLink>
        </Card>
      ) : (
        <Stack gap="m">
          <p aria-live="polite" className={styles.step}>
            {t("step", { step: stepNumber[step], of: last ? 4 : 3 })}
          </p>
          {step === "first" && first(connect)}
          {step === "phone" && app && (
            <ConnectPhone onBack={() => setStep("first")} onNext={() => setStep("code")} secret={app.secret} uri={app.uri} />
          )}
          {step === "code" && <EnterCode onBack={() => setStep("phone")} onFinish={arrive} />}
          {step === "in" && last}
        </Stack>
      )}
    </div>
  );
}
