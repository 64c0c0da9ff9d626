"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Row, Stack } from "~/components/stack";
import { AskToHold } from "./ask-to-hold";

/** For one who holds the custody key, and whom nothing opens it for any more. What they had is taken away with the new key. */
export function StartAgain({ member, onDone }: { member: string; onDone: () => void }) {
  const t = useTranslations("custody.startAgain");
  const [begun, setBegun] = useState(false);
  if (begun) return <AskToHold again member={member} onDone={onDone} />;
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("when")}</p>
        <Row>
          <Button onClick={() => setBegun(true)}>{t("begin")}</Button>
        </Row>
      </Stack>
    </Card>
  );
}
