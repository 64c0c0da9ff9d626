"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { trpc } from "~/trpc/client";

type Props = {
  readonly incidentId: string;
  readonly assignedTo: string | null;
  readonly reviewers: readonly { readonly id: string; readonly handle: string }[];
};

/** Which reviewer looks after an incident. */
export function Assigned({ incidentId, assignedTo, reviewers }: Props) {
  const t = useTranslations("desk");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [chosen, setChosen] = useState<{ readonly to: string; readonly from: string | null } | null>(null);
  // What somebody else has changed meanwhile is not what was chosen from.
  const to = chosen?.from === assignedTo ? chosen.to : (assignedTo ?? "");
  const save = async () => {
    await attempt(() => trpc.incidents.assign.mutate({ incidentId, from: assignedTo, to: to === "" ? null : to }).then(() => undefined));
    router.refresh();
  };
  return (
    <Card title={t("assigned.title")}>
      <SelectField label={t("bulk.assignTo")} onChange={(event) => setChosen({ to: event.target.value, from: assignedTo })} value={to}>
        <option value="">{t("bulk.nobody")}</option>
        {reviewers.map(({ id, handle }) => (
          <option key={id} value={id}>
            {handle}
          </option>
        ))}
      </SelectField>
      <RefusalNotice refused={refused} />
      <Row>
        <Button disabled={to === (assignedTo ?? "")} onClick={() => void save()} pending={pending}>
          {t("assigned.save")}
        </Button>
      </Row>
    </Card>
  );
}
