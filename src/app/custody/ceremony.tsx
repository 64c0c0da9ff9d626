"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Notice } from "~/components/notice";
import { Stack } from "~/components/stack";
import type { KeyFile } from "./key-file";
import { MakeStep } from "./make-step";
import { ProveStep } from "./prove-step";
import { SaveStep } from "./save-step";

/**
 * Make, save, prove: a key is put to use only after its maker has opened the saved file with the passphrase. What
 * this page holds of the key is the encrypted file and the public recipient; only the latter is sent.
 * @param props.exists that there is a key: nothing is left to do then but to say that it was just put to use
 */
export function Ceremony({ exists }: { exists: boolean }) {
  const t = useTranslations("custody");
  const router = useRouter();
  const [made, setMade] = useState<KeyFile | null>(null);
  const [saved, setSaved] = useState(false);
  const [done, setDone] = useState(false);
  if (done)
    return (
      <Notice live="polite" tone="ok">
        <p>{t("done")}</p>
      </Notice>
    );
  if (exists) return null;
  if (!made) return <MakeStep onMade={setMade} />;
  return (
    <Stack>
      <SaveStep made={made} onSaved={() => setSaved(true)} />
      {saved && (
        <ProveStep
          made={made}
          onDone={() => {
            setDone(true);
            router.refresh();
          }}
          onRestart={() => {
            setMade(null);
            setSaved(false);
          }}
        />
      )}
    </Stack>
  );
}
