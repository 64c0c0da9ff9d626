"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { RadioGroupField, TextArea } from "~/components/field";
import { filled } from "~/components/filled";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { memberRoles, type MemberRole } from "~/domain/roles";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { LEAST } from "./sentence";

type Made = Outputs["vouching"]["introduce"];

/** Makes a link that lets one person in as a candidate. Its secret is in this page's memory only, and is gone with it. */
export function Introduce() {
  const t = useTranslations("vouching.introduce");
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      {made ? <MadeLink made={made} onAnother={() => setMade(null)} /> : <IntroduceForm onMade={setMade} />}
    </Card>
  );
}

function IntroduceForm({ onMade }: { onMade: (made: Made) => void }) {
  const t = useTranslations("vouching.introduce");
  const terms = useTranslations("terms");
  const router = useRouter();
  const [role, setRole] = useState<MemberRole>("documenter");
  const [sentence, setSentence] = useState("");
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const short = sentence.trim().length < LEAST;
  const make = async () => {
    onMade(await trpc.vouching.introduce.mutate({ role, sentence }));
    router.refresh();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!short) void attempt(make);
      }}
    >
      <Stack gap="m">
        <RadioGroupField
          label={t("role")}
          onChange={setRole}
          options={memberRoles.map((each) => ({ value: each, label: terms(`roles.${each}`), hint: terms(`rolesDo.${each}`) }))}
          required
          value={role}
        />
        <TextArea
          error={tried && short && t("short")}
          hint={t("sentenceHint")}
          label={t("sentence")}
          maxLength={1000}
          onChange={(event) => setSentence(event.target.value)}
          required
          rows={4}
          value={sentence}
        />
        <RefusalNotice refused={refused} />
        <Button icon="link" pending={pending} type="submit" variant="primary" wide>
          {t("make")}
        </Button>
      </Stack>
    </form>
  );
}

function MadeLink({ made, onAnother }: { made: Made; onAnother: () => void }) {
  const t = useTranslations("vouching.introduce");
  return (
    <Stack gap="m">
      <Notice live="polite" title={t("madeTitle")} tone="attention">
        <p>{t.rich("madeText", { time: filled(<Time at={made.expiresAt} />) })}</p>
      </Notice>
      <CopyField label={t("link")} value={`${window.location.origin}/join#${made.token}`} />
      <Button icon="plus" onClick={onAnother} wide>
        {t("another")}
      </Button>
    </Stack>
  );
}
