"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { RecipientFields } from "~/components/disclosures/recipient-fields";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { VisuallyHidden } from "~/components/visually-hidden";
import { recipientClasses } from "~/domain/consent";
import type { RecipientDetails } from "~/domain/recipient";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Entry = Outputs["addressBook"]["list"][number];

/** Writes somebody down anew, as another version. */
export function Revise({ entry }: { entry: Entry }) {
  const t = useTranslations("addressBook");
  const [begun, setBegun] = useState(false);
  if (begun) return <Revising entry={entry} onDone={() => setBegun(false)} />;
  return (
    <Row>
      <Button onClick={() => setBegun(true)}>
        <span aria-hidden="true">{t("revise")}</span>
        <VisuallyHidden>{t("reviseNamed", { name: entry.name })}</VisuallyHidden>
      </Button>
    </Row>
  );
}

function Revising({ entry: { id, ...entry }, onDone }: { entry: Entry; onDone: () => void }) {
  const t = useTranslations("addressBook");
  const common = useTranslations("common");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [details, setDetails] = useState<RecipientDetails>(entry);
  const [tried, setTried] = useState(false);
  const missing = details.name.trim() === "";
  const save = async () => {
    await trpc.addressBook.revise.mutate({ recipientId: id, ...details });
    router.refresh();
    onDone();
  };
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (!pending && !missing) void attempt(save);
      }}
    >
      <Stack gap="m">
        <p>{t("kept")}</p>
        <RecipientFields
          classes={recipientClasses}
          details={details}
          nameMissing={tried && missing}
          onChange={(part) => setDetails({ ...details, ...part })}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit" variant="primary">
            {t("save")}
          </Button>
          <Button onClick={onDone}>{common("cancel")}</Button>
        </Row>
      </Stack>
    </form>
  );
}
