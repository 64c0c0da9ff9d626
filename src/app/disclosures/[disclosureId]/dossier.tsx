"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { AgeKeyField } from "~/components/disclosures/age-key-field";
import { saveFile } from "~/components/disclosures/save-file";
import { SelectField } from "~/components/field";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { languages, nameOf } from "~/messages/languages";
import { fetchFile } from "~/trpc/bytes";
import type { Outputs } from "~/trpc/types";

type Disclosure = Pick<Outputs["disclosures"]["read"], "id" | "reference" | "ageKey">;

/** What was released, as one file that a court checks by itself. */
export function Dossier({ disclosure: { id: disclosureId, reference, ageKey: listed } }: { disclosure: Disclosure }) {
  const t = useTranslations("dossier");
  const [ageKey, setAgeKey] = useState("");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  // Of whoever is to read it, who need not speak what the reviewer speaks.
  const [language, setLanguage] = useState(useLanguage());
  const make = () =>
    attempt(async () => {
      const { bytes, type, name } = await fetchFile("/api/dossiers", { disclosureId, language, ageKey: ageKey.trim() });
      saveFile(name.replace("dossier", `dossier-${reference}`), new Blob([bytes], { type }));
      router.refresh();
    });
  return (
    <Card title={t("title")}>
      <p>{t("explain")}</p>
      <p>{t.rich("key", { ledger: (text) => <Link href="/ledger">{text}</Link> })}</p>
      <Stack gap="m">
        <p>{listed === "" ? t("notSealed") : t.rich("sealing", { ageKey: filled(<Ltr mono>{listed}</Ltr>) })}</p>
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
        <AgeKeyField hint={t("ageKeyHint")} label={t("ageKey")} onChange={setAgeKey} value={ageKey} />
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon="folder" onClick={() => void make()} pending={pending}>
            {t("make")}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}
