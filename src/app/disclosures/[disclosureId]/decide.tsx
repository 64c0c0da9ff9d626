"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { GapList } from "~/components/disclosures/gap-list";
import { refusedGaps } from "~/components/disclosures/refused-gaps";
import type { Scene } from "~/components/disclosures/scene";
import { Notice } from "~/components/notice";
import { ReasonField } from "~/components/reason-field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./decide.module.css";

type Chosen = { readonly verdict: "approve"; readonly told: string } | { readonly verdict: "refuse" };
type Verdict = Chosen["verdict"];

/** Approve or refuse, with a reason; or why the reader may not. */
export function Decide({ disclosure, scene }: { disclosure: Outputs["disclosures"]["read"]; scene: Scene }) {
  const t = useTranslations("disclosures.decide");
  if (disclosure.may.decide) return <Verdicts disclosure={disclosure} scene={scene} />;
  return disclosure.proposedBy.me ? (
    <Notice title={t("title")}>
      <p>{t("own")}</p>
    </Notice>
  ) : null;
}

function Verdicts({ disclosure, scene }: { disclosure: Outputs["disclosures"]["read"]; scene: Scene }) {
  const t = useTranslations("disclosures.decide");
  const officers = useTranslations("officers");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [verdict, setVerdict] = useState<Verdict>("refuse");
  const { pending, refused, attempt } = useAttempt();
  const { told } = disclosure;
  const open = disclosure.gaps.length > 0;
  const found = refusedGaps(refused);
  const decide = (chosen: Chosen) => {
    setVerdict(chosen.verdict);
    setMissing(reason.trim() === "");
    if (reason.trim() === "") return;
    void attempt(async () => {
      await trpc.disclosures.decide.mutate({ disclosureId: disclosure.id, reason: reason.trim(), ...chosen });
      router.refresh();
    });
  };
  return (
    <Card title={t("title")}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
        }}
      >
        <p>{t("explain")}</p>
        {disclosure.officersGround !== null && (
          <Notice tone="attention">
            <p>{officers("relied")}</p>
          </Notice>
        )}
        {open && (
          <Notice tone="attention">
            <p>{t("withGaps")}</p>
          </Notice>
        )}
        <ReasonField hint={t("reasonHint")} label={t("reason")} missing={missing && t("reasonMissing")} onChange={setReason} value={reason} />
        <RefusalNotice refused={refused} />
        {found.length > 0 && (
          <>
            <p>{t("notCleared")}</p>
            <GapList gaps={found} scene={scene} />
          </>
        )}
        <Row>
          {!open && told && (
            <Button
              disabled={pending && verdict === "refuse"}
              icon="check"
              onClick={() => decide({ verdict: "approve", told: told.digest })}
              pending={pending && verdict === "approve"}
              variant="primary"
            >
              {t("approve")}
            </Button>
          )}
          <Button
            disabled={pending && verdict === "approve"}
            icon="stop"
            onClick={() => decide({ verdict: "refuse" })}
            pending={pending && verdict === "refuse"}
          >
            {t("refuse")}
          </Button>
        </Row>
      </form>
    </Card>
  );
}
