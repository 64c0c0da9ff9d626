"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import type { Wraps } from "~/components/custody/unlocking";
import { filled } from "~/components/filled";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { AnotherPassphrase } from "./another-passphrase";
import { UnderPasskey } from "./under-passkey";

export type Passkeys = Outputs["passkeys"]["list"];

/** By what the reader's own key opens: any one of these. */
export function OwnWraps({ reviewerKeyId, wraps, passkeys }: { reviewerKeyId: string; wraps: Wraps; passkeys: Passkeys }) {
  const t = useTranslations("wraps");
  const router = useRouter();
  const changed = () => router.refresh();
  return (
    <Card title={t("title")}>
      <Stack gap="l">
        <p>{t("intro")}</p>
        <ul>
          {wraps.map((wrap) => (
            <One key={wrap.id} onRemoved={changed} others={wraps.filter(({ id }) => id !== wrap.id)} passkeys={passkeys} wrap={wrap} />
          ))}
        </ul>
        <UnderPasskey onAdded={changed} passkeys={passkeys} reviewerKeyId={reviewerKeyId} wraps={wraps} />
        <AnotherPassphrase onDone={changed} reviewerKeyId={reviewerKeyId} wraps={wraps} />
      </Stack>
    </Card>
  );
}

/** One is taken away by somebody who has just opened the key with another, so that nobody locks themselves out. */
function One({ wrap, others, passkeys, onRemoved }: {
  wrap: Wraps[number];
  others: Wraps;
  passkeys: Passkeys;
  onRemoved: () => void;
}) {
  const t = useTranslations("wraps");
  const common = useTranslations("common");
  const [removing, setRemoving] = useState(false);
  const run = async (key: OwnKey) => {
    const opened = await inWorker("fingerprint", key);
    if (!opened.ok) return opened.why;
    await trpc.wraps.remove.mutate({ wrapId: wrap.id });
    onRemoved();
    return null;
  };
  const label = passkeys.find(({ credentialId }) => credentialId === wrap.credentialId)?.label;
  return (
    <li>
      <Stack gap="s">
        <Row>
          <strong>
            <bdi>{wrap.means === "passphrase" ? t("passphrase") : label ? t("passkey", { label }) : t("passkeyUnknown")}</bdi>
          </strong>
          <span>{t.rich("since", { time: filled(<Time at={wrap.createdAt} shape="day" />) })}</span>
          {others.length > 0 && !removing && <Button onClick={() => setRemoving(true)}>{t("remove.begin")}</Button>}
        </Row>
        {removing && (
          <UnlockForm run={run} submit={t("remove.submit")} wraps={others}>
            <p>{t("remove.explain")}</p>
            <Row>
              <Button onClick={() => setRemoving(false)}>{common("cancel")}</Button>
            </Row>
          </UnlockForm>
        )}
      </Stack>
    </li>
  );
}
