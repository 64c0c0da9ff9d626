"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CheckboxField, TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { Facts, Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import type { Condition } from "~/domain/visit";
import type { Refused } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./threshold.module.css";

/** Asks for the second secret. One that is wrong and a link that is none are answered in the same words. */
export function AskSecret({
  refused,
  pending,
  onSecret,
}: {
  refused: Refused | null;
  pending: boolean;
  onSecret: (secret: string) => void;
}) {
  const t = useTranslations("giving.door");
  const [secret, setSecret] = useState("");
  const wrong = refused?.code === "not-found" || refused?.code === "input-invalid";
  return (
    <>
      <PageHeader title={t("secretTitle")} />
      <Card>
        <form
          className={styles.form}
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            if (!pending && secret.trim() !== "") onSecret(secret);
          }}
        >
          <p>{t("secretExplain")}</p>
          <TextField
            autoCapitalize="characters"
            autoComplete="off"
            dir="ltr"
            error={wrong && t("secretWrong")}
            hint={t("secretHint")}
            label={t("secret")}
            maxLength={40}
            onChange={(event) => setSecret(event.target.value)}
            required
            spellCheck={false}
            value={secret}
          />
          {!wrong && <RefusalNotice refused={refused} />}
          <Row>
            <Button pending={pending} type="submit" variant="primary">
              {t("goOn")}
            </Button>
          </Row>
        </form>
      </Card>
    </>
  );
}

/** What has to be accepted before anything is shown, each by itself, and how often it may be opened. */
export function Accept({
  told,
  pending,
  refused,
  onAccept,
}: {
  told: Outputs["recipient"]["conditions"];
  pending: boolean;
  refused: Refused | null;
  onAccept: (accepted: readonly Condition[]) => void;
}) {
  const t = useTranslations("giving");
  const terms = useTranslations("terms");
  const [accepted, setAccepted] = useState<readonly Condition[]>([]);
  const [tried, setTried] = useState(false);
  const left = told.left;
  return (
    <>
      <PageHeader title={t("door.title")} />
      <Card>
        <form
          className={styles.form}
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            setTried(true);
            if (!pending && accepted.length === told.conditions.length) onAccept(accepted);
          }}
        >
          <Facts>
            <dt>{t("door.purpose")}</dt>
            <dd>{terms(`purposes.${told.purpose}`)}</dd>
            <dt>{t("door.until")}</dt>
            <dd>
              <Time at={told.until} />
            </dd>
          </Facts>
          {told.conditions.length > 0 && <p>{t("door.explain")}</p>}
          <Stack gap="s">
            {told.conditions.map((condition) => (
              <CheckboxField
                checked={accepted.includes(condition)}
                error={tried && !accepted.includes(condition) && t("door.missing")}
                key={condition}
                label={t.rich(`conditions.${condition}`, { date: filled(<Time at={told.until} />) })}
                onChange={({ target }) =>
                  setAccepted(target.checked ? [...accepted, condition] : accepted.filter((one) => one !== condition))
                }
                required
              />
            ))}
          </Stack>
          {left !== null && <p>{t("door.left", { count: left })}</p>}
          <p>{t("door.recorded")}</p>
          <RefusalNotice refused={refused} />
          <Row>
            <Button pending={pending} type="submit" variant="primary">
              {told.conditions.length > 0 ? t("door.accept") : t("door.open")}
            </Button>
          </Row>
        </form>
      </Card>
    </>
  );
}
