"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ConfirmButton } from "~/components/confirm-button";
import { TextArea } from "~/components/field";
import { Notice } from "~/components/notice";
import { trpc } from "~/trpc/client";

/** Proposes to let somebody back in: another steward has to agree. */
export function Restore({ member }: { member: { id: string; handle: string } }) {
  const t = useTranslations("stewardship.restoring");
  const together = useTranslations("stewardship.together");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [done, setDone] = useState(false);
  const propose = async () => {
    await trpc.motions.propose.mutate({ motion: { kind: "restoring", memberId: member.id }, reason });
    setDone(true);
    router.refresh();
  };
  if (done)
    return (
      <Notice live="polite" tone="ok">
        <p>{t("proposed")}</p>
      </Notice>
    );
  return (
    <ConfirmButton
      confirmLabel={t("confirm")}
      confirmVariant="primary"
      label={t("button")}
      onConfirm={propose}
      title={t("title", { handle: member.handle })}
    >
      <p>{t("text")}</p>
      <TextArea
        hint={together("reasonHint")}
        label={t("reason")}
        maxLength={1000}
        onChange={(event) => setReason(event.target.value)}
        required
        rows={3}
        value={reason}
      />
    </ConfirmButton>
  );
}
