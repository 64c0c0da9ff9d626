"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextArea } from "~/components/field";
import { filled } from "~/components/filled";
import { MadeLink } from "~/components/made-link";
import { RefusalNotice } from "~/components/refusal-notice";
import { RoleField } from "~/components/role-field";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import type { MemberRole } from "~/domain/roles";
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
      {made ? (
        <MadeLink
          another={{ label: t("another"), onClick: () => setMade(null) }}
          to="/join"
          token={made.token}
          words={{
            title: t("madeTitle"),
            text: t.rich("madeText", { time: filled(<Time at={made.expiresAt} />) }),
            link: t("link"),
          }}
        />
      ) : (
        <IntroduceForm onMade={setMade} />
      )}
    </Card>
  );
}

function IntroduceForm({ onMade }: { onMade: (made: Made) => void }) {
  const t = useTranslations("vouching.introduce");
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
        <RoleField label={t("role")} onChange={setRole} value={role} />
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
