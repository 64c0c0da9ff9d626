"use client";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { TextArea } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Inputs } from "~/trpc/types";

/** A reason, and the button that proposes. `motion` says what, from the fields that are its children. */
export function Propose({
  motion,
  label,
  children,
}: {
  motion: () => Inputs["motions"]["propose"]["motion"];
  label: ReactNode;
  children?: ReactNode;
}) {
  const t = useTranslations("stewardship.together");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [done, setDone] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const propose = async () => {
    await trpc.motions.propose.mutate({ motion: motion(), reason });
    setReason("");
    setDone(true);
    router.refresh();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setDone(false);
        void attempt(propose);
      }}
    >
      <Stack gap="m">
        {children}
        <TextArea
          hint={t("reasonHint")}
          label={t("reason")}
          maxLength={1000}
          minLength={10}
          onChange={(event) => setReason(event.target.value)}
          required
          rows={3}
          value={reason}
        />
        {done && (
          <Notice live="polite" tone="ok">
            <p>{t("proposed")}</p>
          </Notice>
        )}
        <RefusalNotice refused={refused} />
        <Button pending={pending} type="submit">
          {label}
        </Button>
      </Stack>
    </form>
  );
}
