"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { attachEvidence } from "~/trpc/upload";
import styles from "./people.module.css";

/**
 * A recording of what was said, or a photo of what was signed, to be sealed with everything that was said together with `recordId`. Once that
 * is done it asks for nothing more, and says so until its reader goes on.
 */
export function AttachEvidence({ recordId, attachedAlready }: { readonly recordId: string; readonly attachedAlready: boolean }) {
  const t = useTranslations("asking.evidence");
  const id = useId();
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [attached, setAttached] = useState(false);
  const [sent, setSent] = useState(0);
  const attach = (file: File | undefined) =>
    file &&
    attempt(async () => {
      await attachEvidence(recordId, file, setSent);
      setAttached(true);
      router.refresh();
    });
  if (attached)
    return (
      <Notice live="polite" tone="ok">
        {t("attached")}
      </Notice>
    );
  if (attachedAlready) return null;
  return (
    <div className={styles.attach}>
      <label htmlFor={id}>{t("label")}</label>
      <input
        accept="audio/*,video/*,image/*,application/pdf"
        aria-describedby={`${id}-hint`}
        disabled={pending}
        id={id}
        onChange={(event) => void attach(event.target.files?.[0])}
        type="file"
      />
      <p className={styles.quiet} id={`${id}-hint`}>
        {t("hint")}
      </p>
      {pending ? <progress aria-label={t("sending")} value={sent} /> : null}
      <RefusalNotice refused={refused} />
    </div>
  );
}
