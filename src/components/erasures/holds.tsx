"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { ConfirmButton } from "~/components/confirm-button";
import { RadioGroupField } from "~/components/field";
import { filled } from "~/components/filled";
import { ReasonField } from "~/components/reason-field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { holdGrounds, type HoldGround } from "~/domain/hold";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Hold = Outputs["erasures"]["ofItem"]["holds"][number];

/** One hold, with what another reviewer may say to it. */
export function HoldLine({ hold }: { hold: Hold }) {
  const t = useTranslations("erasures");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const decide = async (agree: boolean) => {
    await trpc.holds.decide.mutate({ holdId: hold.id, agree });
    router.refresh();
  };
  const end = async () => {
    await trpc.holds.end.mutate({ holdId: hold.id });
    router.refresh();
  };
  return (
    <Stack gap="s">
      <p>
        <Badge icon="lock" tone={hold.state === "held" || hold.state === "asked" ? "attention" : "neutral"}>
          {t(`holdStates.${hold.state}`)}
        </Badge>{" "}
        {t.rich(hold.state === "held" ? "keptUntil" : "wantedUntil", { date: filled(<Time at={hold.until} shape="day" />) })} {t(`holdGrounds.${hold.ground}`)}
      </p>
      <p dir="auto">{hold.reason}</p>
      <RefusalNotice refused={refused} />
      <Row>
        {hold.may.decide && (
          <>
            <ConfirmButton
              confirmLabel={t("hold.agree")}
              confirmVariant="primary"
              icon="check"
              label={t("hold.agree")}
              onConfirm={() => decide(true)}
              title={t("hold.agreeTitle")}
            >
              <p>{t("hold.agreeExplain")}</p>
            </ConfirmButton>
            <Button icon="stop" onClick={() => void attempt(() => decide(false))} pending={pending}>
              {t("hold.decline")}
            </Button>
          </>
        )}
        {hold.may.end && (
          <ConfirmButton confirmLabel={t("hold.endConfirm")} icon="undo" label={t("hold.end")} onConfirm={end} title={t("hold.endTitle")}>
            <p>{t("hold.endExplain")}</p>
          </ConfirmButton>
        )}
      </Row>
    </Stack>
  );
}

const terms = ["90", "180", "365"] as const;
type Term = (typeof terms)[number];
const inDays = (term: Term): Date => new Date(Date.now() + Number(term) * 86_400_000);

type Held = { readonly itemId: string } | { readonly accountId: string };
/** Ask that something be kept although it is to be erased. */
export function AskHold({ of }: { of: Held }) {
  const t = useTranslations("erasures.hold");
  const grounds = useTranslations("erasures.holdGrounds");
  const router = useRouter();
  const [ground, setGround] = useState<HoldGround>("legal-claim");
  const [term, setTerm] = useState<Term>("180");
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const submit = () => {
    setChecked(true);
    if (reason.trim() === "") return;
    void attempt(async () => {
      await trpc.holds.ask.mutate({ ...of, ground, reason: reason.trim(), until: inDays(term) });
      setReason("");
      setChecked(false);
      router.refresh();
    });
  };
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!pending) submit();
      }}
    >
      <Stack gap="m">
        <p>{t("explain")}</p>
        <RadioGroupField
          label={t("ground")}
          onChange={setGround}
          options={holdGrounds.map((value) => ({ value, label: grounds(value) }))}
          required
          value={ground}
        />
        <RadioGroupField
          inline
          label={t("term")}
          onChange={setTerm}
          options={terms.map((value) => ({ value, label: t(`terms.${value}`) }))}
          required
          value={term}
        />
        <ReasonField hint={t("reasonHint")} label={t("reason")} missing={checked && t("reasonMissing")} onChange={setReason} value={reason} />
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon="lock" pending={pending} type="submit">
            {t("submit")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
