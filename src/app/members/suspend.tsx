"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Dialog } from "~/components/dialog";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Preview = Outputs["members"]["previewSuspension"];

/** Suspends a member, after it was shown whom and what that reaches: what was shown is what is confirmed. */
export function Suspend({ member }: { member: { id: string; handle: string } }) {
  const t = useTranslations("stewardship.suspension");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { pending, refused, attempt, forget } = useAttempt();
  const look = () => attempt(async () => setPreview(await trpc.members.previewSuspension.mutate({ memberId: member.id })));
  const suspend = async (digest: string) => {
    const done = await attempt(async () => {
      await trpc.members.suspend.mutate({ memberId: member.id, preview: digest });
    });
    if (!done) return;
    close();
    router.refresh();
  };
  const close = () => {
    setOpen(false);
    setPreview(null);
    forget();
  };
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
          void look();
        }}
      >
        {t("button")}
      </Button>
      <Dialog
        actions={
          <>
            <Button disabled={pending} onClick={close}>
              {common("cancel")}
            </Button>
            {preview && (
              <Button onClick={() => void suspend(preview.digest)} pending={pending} variant="danger">
                {t("confirm")}
              </Button>
            )}
          </>
        }
        busy={pending}
        onClose={close}
        open={open}
        title={t("title", { handle: member.handle })}
      >
        <Stack gap="m">
          <p>{t("text")}</p>
          {preview ? <Reaches preview={preview} /> : !refused && <p>{t("loading")}</p>}
          <RefusalNotice refused={refused} />
        </Stack>
      </Dialog>
    </>
  );
}

function Reaches({ preview }: { preview: Preview }) {
  const t = useTranslations("stewardship.suspension");
  const { approved, released } = preview.disclosures;
  return (
    <Stack gap="s">
      <p>{t("sessions", { count: preview.sessions })}</p>
      <p>{t("links", { count: preview.links })}</p>
      <p>{t("disclosures", { count: approved + released })}</p>
      <p>{t("under", { count: preview.under.length })}</p>
      <Handles people={preview.under} />
      {preview.due && <p>{t.rich("due", { time: filled(<Time at={preview.due} />) })}</p>}
      <p>{t("candidates", { count: preview.candidates.length })}</p>
      <Handles people={preview.candidates} />
      <p>{t("recorded")}</p>
    </Stack>
  );
}

function Handles({ people }: { people: Preview["under"] }) {
  const terms = useTranslations("terms");
  if (people.length === 0) return null;
  return (
    <ul>
      {people.map(({ handle, role }) => (
        <li key={handle}>
          <Ltr>{handle}</Ltr> · {terms(`roles.${role}`)}
        </li>
      ))}
    </ul>
  );
}
