"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { CopyField } from "~/components/copy-field";
import { filled } from "~/components/filled";
import { Notice } from "~/components/notice";
import { Refresh } from "~/components/refresh";
import { Row } from "~/components/stack";
import { Time } from "~/components/time";
import { LOCKED } from "~/domain/visit";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

/**
 * Makes the link and shows it once. It lives in this component only, which stays while the page reads itself anew;
 * leaving asks first, since nothing can show it again.
 */
export function Release({ disclosure }: { disclosure: Outputs["disclosures"]["read"] }) {
  const t = useTranslations("disclosures.release");
  const router = useRouter();
  const [link, setLink] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const giving = useTranslations("giving.release");
  const who = filled(<bdi>{disclosure.recipient.name}</bdi>);
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!link) return undefined;
    // What was pressed is gone: whoever goes by keyboard is where the link is, which nothing shows again.
    shown.current?.querySelector("input")?.focus();
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [link]);

  const release = async () => {
    try {
      const made = await trpc.disclosures.release.mutate({ disclosureId: disclosure.id });
      setSecret(made.secret);
      setLink(`${location.origin}/d#${made.secret === null ? "" : LOCKED}${made.token}`);
    } finally {
      // A refusal's gaps stand on the page as well as the released state does.
      router.refresh();
    }
  };

  if (link)
    return (
      <Card title={t("linkTitle")}>
        <Notice live="polite" tone="attention">
          <p>{t("once")}</p>
          <p>{t("channel")}</p>
        </Notice>
        <div ref={shown}>
          <CopyField label={t.rich("link", { name: who })} value={link} />
        </div>
        {secret !== null && (
          <>
            <p>{giving("secretHow")}</p>
            <CopyField label={giving("secret")} value={secret} />
          </>
        )}
      </Card>
    );
  if (disclosure.state === "released")
    return (
      <Notice>
        <p>{t("sentAway")}</p>
      </Notice>
    );
  if (!disclosure.may.release) return null;
  return (
    <Card title={t("title")}>
      <p>{t.rich("explain", { name: who })}</p>
      <Refresh active={disclosure.preparing} everyMs={2000} />
      {disclosure.gaps.length > 0 || disclosure.told?.revised ? (
        <Notice tone="attention">
          <p>{t(disclosure.gaps.length > 0 ? "withGaps" : "revised")}</p>
        </Notice>
      ) : disclosure.preparing ? (
        <Notice live="polite">
          <p>{t("preparing")}</p>
        </Notice>
      ) : (
        <Row>
          <ConfirmButton
            confirmLabel={t("confirmYes")}
            confirmVariant="primary"
            icon="share"
            label={t("submit")}
            onConfirm={release}
            title={t("confirmTitle")}
            variant="primary"
          >
            <p>{t.rich("confirm", { name: who, date: filled(<Time at={disclosure.until} />) })}</p>
          </ConfirmButton>
        </Row>
      )}
    </Card>
  );
}
