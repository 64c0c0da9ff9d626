"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Previewed } from "~/components/previewed";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Preview = Outputs["members"]["previewSuspension"];

/** Suspends a member, after it was shown whom and what that reaches. */
export function Suspend({ member }: { member: { id: string; handle: string } }) {
  const t = useTranslations("stewardship.suspension");
  const router = useRouter();
  return (
    <Previewed
      act={(preview) => trpc.members.suspend.mutate({ memberId: member.id, preview })}
      before={<p>{t("text")}</p>}
      button={t("button")}
      confirm={t("confirm")}
      loading={t("loading")}
      look={() => trpc.members.previewSuspension.mutate({ memberId: member.id })}
      onDone={() => router.refresh()}
      shown={(preview) => <Reaches preview={preview} />}
      title={t("title", { handle: member.handle })}
    />
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
      {preview.lastHolder && (
        <Notice tone="danger">
          <p>{t("lastHolder")}</p>
        </Notice>
      )}
      <p>{t("under", { count: preview.under.count })}</p>
      <Handles people={preview.under.people} />
      {preview.due && <p>{t.rich("due", { time: filled(<Time at={preview.due} />) })}</p>}
      <p>{t("candidates", { count: preview.candidates.count })}</p>
      <Handles people={preview.candidates.people} />
      {!preview.named && (
        <Notice>
          <p>{t("counted")}</p>
        </Notice>
      )}
      <p>{t("recorded")}</p>
    </Stack>
  );
}

function Handles({ people }: { people: Preview["under"]["people"] }) {
  const terms = useTranslations("terms");
  if (people === null || people.length === 0) return null;
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
