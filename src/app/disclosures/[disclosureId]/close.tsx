"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Row } from "~/components/stack";
import { trpc } from "~/trpc/client";

export function Close({ disclosureId, name }: { disclosureId: string; name: string }) {
  const t = useTranslations("disclosures.close");
  const router = useRouter();
  const close = async () => {
    await trpc.disclosures.close.mutate({ disclosureId });
    router.refresh();
  };
  return (
    <Card title={t("title")}>
      <p>{t("explain")}</p>
      <Row>
        <ConfirmButton
          confirmLabel={t("confirmYes")}
          icon="lock"
          label={t("submit")}
          onConfirm={close}
          title={t("confirmTitle")}
        >
          <p>{t.rich("confirm", { name: filled(<bdi>{name}</bdi>) })}</p>
        </ConfirmButton>
      </Row>
    </Card>
  );
}
