"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { saveFile } from "~/components/disclosures/save-file";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { fetchFile } from "~/trpc/bytes";
import type { Outputs } from "~/trpc/types";

/** What was released, as tables and files for an organisation that works with Uwazi. */
export function ForUwazi({ disclosure: { id: disclosureId, reference, ageKey } }: { disclosure: Pick<Outputs["disclosures"]["read"], "id" | "reference" | "ageKey"> }) {
  const [t, dossier] = [useTranslations("dossier.uwazi"), useTranslations("dossier")];
  const [language, router] = [useLanguage(), useRouter()];
  const { pending, refused, attempt } = useAttempt();
  const take = () =>
    attempt(async () => {
      const { bytes, type, name } = await fetchFile("/api/dossiers", { disclosureId, as: "uwazi", language });
      saveFile(name.replace("uwazi", `uwazi-${reference}`), new Blob([bytes], { type }));
      router.refresh();
    });
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("explain")}</p>
        <p>{t("import")}</p>
        {ageKey !== "" && <p>{dossier.rich("sealing", { ageKey: filled(<Ltr mono>{ageKey}</Ltr>) })}</p>}
        <RefusalNotice refused={refused} />
        <Row>
          <Button onClick={() => void take()} pending={pending}>
            {t("take")}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}
