"use client";
import { getCsrfToken, signOut } from "next-auth/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { leave } from "~/components/leaving";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** Leaves the page for good: nothing of the session stays in memory. */
const begone = () => window.location.replace("/sign-in");

/** Ends everything, and leaves this browser as somebody in a hurry does. */
async function everywhere() {
  await trpc.members.signOutEverywhere.mutate({});
  await leave();
}

export function SignOut() {
  const t = useTranslations("account");
  const { pending, refused, attempt } = useAttempt();
  const [offline, setOffline] = useState(false);
  const out = async () => {
    // next-auth takes a failed request for a session that has ended, so ask first whether it can be reached.
    const reachable = (await getCsrfToken()) !== undefined;
    setOffline(!reachable);
    if (!reachable) return;
    await signOut({ redirect: false });
    begone();
  };
  return (
    <>
      <Card title={t("out")}>
        <p>{t("outText")}</p>
        <RefusalNotice refused={offline ? { code: "offline", details: {} } : refused} />
        <Row>
          <Button icon="door" onClick={() => void attempt(out)} pending={pending} variant="primary">
            {t("out")}
          </Button>
        </Row>
      </Card>
      <Card title={t("everywhere")}>
        <p>{t("everywhereText")}</p>
        <Row>
          <ConfirmButton
            confirmLabel={t("everywhereConfirm")}
            icon="door"
            label={t("everywhere")}
            onConfirm={everywhere}
            title={t("everywhereTitle")}
          >
            <p>{t("everywhereText")}</p>
          </ConfirmButton>
        </Row>
      </Card>
    </>
  );
}
