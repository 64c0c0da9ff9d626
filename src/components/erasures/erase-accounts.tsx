"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { ErasureLine } from "./erasure-line";
import { AskHold, HoldLine } from "./holds";

type Account = Outputs["erasures"]["ofAccounts"][number];

/** For a reviewer, on an incident's page: have somebody's words go, or keep them for a while although they are to go. */
export function EraseAccounts({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations("erasures.accounts");
  if (accounts.length === 0) return null;
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("explain")}</p>
        {accounts.map((account, position) => (
          <EraseAccount account={account} key={account.id} number={position + 1} />
        ))}
      </Stack>
    </Card>
  );
}

function EraseAccount({ account: { id, createdAt, erasures, holds }, number }: { account: Account; number: number }) {
  const t = useTranslations("erasures.accounts");
  const router = useRouter();
  const plan = async () => {
    await trpc.erasures.plan.mutate({ target: { accountId: id }, ground: "asked-by-person" });
    router.push("/erasures");
  };
  const mayAsk = erasures.length > 0 && !holds.some(({ state }) => state === "asked" || state === "held");
  return (
    <Stack gap="s">
      <p>{t.rich("account", { number, date: filled(<Time at={createdAt} shape="day" />) })}</p>
      {erasures.map((line) => (
        <ErasureLine key={line.id} line={line} />
      ))}
      {holds.map((hold) => (
        <HoldLine hold={hold} key={hold.id} />
      ))}
      {erasures.length === 0 && (
        <ConfirmButton confirmLabel={t("plan")} icon="clock" label={t("plan")} onConfirm={plan} title={t("title")}>
          <p>{t("explain")}</p>
        </ConfirmButton>
      )}
      {mayAsk && <AskHold of={{ accountId: id }} />}
    </Stack>
  );
}
