"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { saveFile } from "~/components/disclosures/save-file";
import { SelectField, TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { MOST_AGE_KEY } from "~/domain/recipient";
import { languages, nameOf } from "~/messages/languages";
import { fetchBytes } from "~/trpc/bytes";
import type { Outputs } from "~/trpc/types";

type Disclosure = Pick<Outputs["disclosures"]["read"], "id" | "reference" | "ageKey">;

/** As age has it: what it is called is said by what came. */
const SEALED = "age-encryption.org/";
const isSealed = (bytes: ArrayBuffer) => new TextDecoder().decode(bytes.slice(0, SEALED.length)) === SEALED;

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
      const bytes = await fetchBytes("/api/dossiers", { disclosureId, language, ageKey: ageKey.trim() });
      const [name, type] = isSealed(bytes) ? ["zip.age", "application/octet-stream"] : ["zip", "application/zip"];
      saveFile(`dossier-${reference}.${name}`, new Blob([bytes], { type }));
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
        <TextField
          autoComplete="off"
          dir="ltr"
          hint={t("ageKeyHint")}
          label={t("ageKey")}
          maxLength={MOST_AGE_KEY}
          onChange={(event) => setAgeKey(event.target.value)}
          spellCheck={false}
          value={ageKey}
        />
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
