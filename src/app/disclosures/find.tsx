"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** From the mark under a copy that turned up to the disclosure that it was made for. */
export function Find() {
  const t = useTranslations("marks.find");
  const router = useRouter();
  const [mark, setMark] = useState("");
  const { pending, refused, attempt, forget } = useAttempt();
  const find = async () => {
    const { id } = await trpc.disclosures.find.query({ mark });
    router.push(`/disclosures/${id}`);
  };
  const about = refused?.code === "not-found" ? t("none") : refused?.code === "input-invalid" ? t("wrong") : undefined;
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(find);
        }}
      >
        <Stack gap="m">
          <TextField
            autoCapitalize="characters"
            autoComplete="off"
            dir="ltr"
            error={about}
            hint={t("hint")}
            label={t("label")}
            maxLength={20}
            onChange={(event) => {
              forget();
              setMark(event.target.value);
            }}
            required
            spellCheck={false}
            value={mark}
          />
          {about === undefined && <RefusalNotice refused={refused} />}
          <Row>
            <Button pending={pending} type="submit">
              {t("submit")}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
