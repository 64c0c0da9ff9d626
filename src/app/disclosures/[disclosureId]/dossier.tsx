"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { saveFile } from "~/components/disclosures/save-file";
import { SelectField } from "~/components/field";
import { Link } from "~/components/link";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { languages, nameOf } from "~/messages/languages";
import { fetchBytes } from "~/trpc/bytes";

/** What was released, as one file that a court checks by itself. */
export function Dossier({ disclosureId, reference }: { disclosureId: string; reference: string }) {
  const t = useTranslations("dossier");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  // Of whoever is to read it, who need not speak what the reviewer speaks.
  const [language, setLanguage] = useState(useLanguage());
  const make = () =>
    attempt(async () => {
      const bytes = await fetchBytes("/api/dossiers", { disclosureId, language });
      saveFile(`dossier-${reference}.zip`, new Blob([bytes], { type: "application/zip" }));
      router.refresh();
    });
  return (
    <Card title={t("title")}>
      <p>{t("explain")}</p>
      <p>{t.rich("key", { ledger: (text) => <Link href="/ledger">{text}</Link> })}</p>
      <SelectField
        hint={t("languageHint")}
        label={t("language")}
        onChange={({ target }) => setLanguage(languages.find((one) => one === target.value) ?? language)}
        required
        value={language}
      >
        {languages.map((one) => (
          <option key={one} lang={one} value={one}>
            {nameOf[one]}
          </option>
        ))}
      </SelectField>
      <RefusalNotice refused={refused} />
      <Row>
        <Button icon="folder" onClick={() => void make()} pending={pending}>
          {t("make")}
        </Button>
      </Row>
    </Card>
  );
}
