"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { CopyField } from "~/components/copy-field";
import { TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { VisuallyHidden } from "~/components/visually-hidden";
import { may } from "~/domain/policy";
import type { Role } from "~/domain/roles";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./ledger.module.css";

type Followed = Outputs["witnesses"]["list"];

/** Who follows the ledger from outside, and when each was here last. */
export function Witnesses({ witnesses, silentDays, role }: Followed & { readonly role: Role }) {
  const t = useTranslations("ledger.witnesses");
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("text")}</p>
        {witnesses.length === 0 && <Notice tone="attention">{t("none")}</Notice>}
        {silentDays !== null && <Notice tone="attention">{t("silent", { days: silentDays })}</Notice>}
        {witnesses.length > 0 && (
          <ul className={styles.entries}>
            {witnesses.map((witness) => (
              <Witness key={witness.id} removable={may(role, "witnesses.remove")} witness={witness} />
            ))}
          </ul>
        )}
        {may(role, "witnesses.add") && <Add />}
      </Stack>
    </Card>
  );
}

function Witness({ witness: { id, name, addedAt, last }, removable }: { readonly witness: Followed["witnesses"][number]; readonly removable: boolean }) {
  const t = useTranslations("ledger.witnesses");
  const router = useRouter();
  const remove = async () => {
    await trpc.witnesses.remove.mutate({ witnessId: id });
    router.refresh();
  };
  return (
    <li className={styles.entry}>
      <p className={styles.what}>
        <Ltr mono>{name}</Ltr>
      </p>
      <p className={styles.when}>
        <span>{last ? t.rich("last", { count: last.size, time: filled(<Time at={last.at} />) }) : t("never")}</span>
        {" · "}
        <span>{t.rich("since", { time: filled(<Time at={addedAt} shape="day" />) })}</span>
      </p>
      {last?.continued === false && (
        <Notice tone="danger">
          <p>{t("broken", { count: last.size })}</p>
        </Notice>
      )}
      {removable && (
        <ConfirmButton
          confirmLabel={t("remove")}
          label={
            <>
              {t("remove")} <VisuallyHidden>{name}</VisuallyHidden>
            </>
          }
          onConfirm={remove}
          title={t("removeTitle")}
        >
          <p>{t("removeText")}</p>
        </ConfirmButton>
      )}
    </li>
  );
}

/** The token is in this page's memory only, and is gone with it. */
function Add() {
  const t = useTranslations("ledger.witnesses");
  const router = useRouter();
  const [key, setKey] = useState("");
  const [token, setToken] = useState<string | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const add = async () => {
    setToken((await trpc.witnesses.add.mutate({ key })).token);
    setKey("");
    router.refresh();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(add);
  };
  return (
    <Stack gap="m">
      <form onSubmit={submit}>
        <Stack gap="m">
          <TextField
            autoComplete="off"
            dir="ltr"
            hint={t.rich("keyHint", { command: filled(<Ltr mono>npm run witness -- new</Ltr>) })}
            label={t("key")}
            maxLength={300}
            onChange={(event) => setKey(event.target.value)}
            required
            spellCheck={false}
            value={key}
          />
          {refused && <RefusalNotice refused={refused} />}
          <Button icon="plus" pending={pending} type="submit">
            {t("add")}
          </Button>
        </Stack>
      </form>
      {token !== null && (
        <>
          <Notice live="polite" tone="attention">
            <p>{t("tokenText")}</p>
          </Notice>
          <CopyField label={t("token")} value={token} />
        </>
      )}
    </Stack>
  );
}
