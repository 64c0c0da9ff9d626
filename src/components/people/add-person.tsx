"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { RadioGroupField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

type Added = { readonly id: string; readonly pseudonym: string };

/**
 * Adds a pseudonym to the incident. Nothing that identifies anybody is asked for: the letter is all that this place
 * knows, and the documenter alone knows who is meant.
 */
export function AddPerson({
  incidentId,
  kind,
  onAdded,
  onCancel,
}: {
  readonly incidentId: string;
  /** Absent: the documenter says whether they are in a photo or a witness. */
  readonly kind?: "depicted" | "witness";
  readonly onAdded: (person: Added) => void;
  readonly onCancel: () => void;
}) {
  const t = useTranslations("people.add");
  const terms = useTranslations("terms");
  const common = useTranslations("common");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [chosen, setChosen] = useState<"depicted" | "witness">(kind ?? "depicted");
  const [age, setAge] = useState<"adult" | "minor" | null>(null);

  const add = () =>
    attempt(async () => {
      const person = await trpc.consents.addGrantor.mutate({ incidentId, kind: chosen, minor: age === "minor" });
      onAdded(person);
      router.refresh();
    });

  return (
    <Stack gap="m">
      <p>{t("advice")}</p>
      {kind ? null : (
        <RadioGroupField
          inline
          label={t("kind")}
          onChange={setChosen}
          options={[
            { value: "depicted", label: terms("grantorKinds.depicted") },
            { value: "witness", label: terms("grantorKinds.witness") },
          ]}
          required
          value={chosen}
        />
      )}
      <RadioGroupField
        inline
        label={t("age")}
        onChange={setAge}
        options={[
          { value: "adult", label: t("adult") },
          { value: "minor", label: t("minor") },
        ]}
        required
        value={age}
      />
      <RefusalNotice refused={refused} />
      <Row>
        <Button disabled={age === null} icon="plus" onClick={() => void add()} pending={pending} variant="primary">
          {t("submit")}
        </Button>
        <Button onClick={onCancel}>{common("cancel")}</Button>
      </Row>
    </Stack>
  );
}
