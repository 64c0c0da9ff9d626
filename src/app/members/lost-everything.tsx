"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ConfirmButton } from "~/components/confirm-button";
import { trpc } from "~/trpc/client";

/** Begins to ask those who stand behind somebody whether it is them. */
export function LostEverything({ member }: { member: { readonly id: string; readonly handle: string } }) {
  const t = useTranslations("recovery.steward");
  const router = useRouter();
  const open = async () => {
    await trpc.recovery.open.mutate({ memberId: member.id });
    router.refresh();
  };
  return (
    <ConfirmButton
      confirmLabel={t("open")}
      confirmVariant="primary"
      label={t("open")}
      onConfirm={open}
      title={t("openTitle", { handle: member.handle })}
    >
      <p>{t("openText")}</p>
    </ConfirmButton>
  );
}
