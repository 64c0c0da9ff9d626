"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";

/** For a reviewer, on an incident's page: have somebody's words go. */
export function EraseAccounts({ accounts }: { accounts: readonly { id: string; createdAt: Date }[] }) {
  const t = useTranslations("erasures.accounts");
  const router = useRouter();
  if (accounts.length === 0) return null;
  const plan = async (accountId: string) => {
    await trpc.erasures.plan.mutate({ target: { accountId }, ground: "asked-by-person" });
    router.push("/erasures");
  };
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("explain")}</p>
        {accounts.map(({ id, createdAt }, position) => (
          <div key={id}>
            <p>{t.rich("account", { number: position + 1, date: filled(<Time at={createdAt} shape="day" />) })}</p>
            <ConfirmButton confirmLabel={t("plan")} icon="clock" label={t("plan")} onConfirm={() => plan(id)} title={t("title")}>
              <p>{t("explain")}</p>
            </ConfirmButton>
          </div>
        ))}
      </Stack>
    </Card>
  );
}
