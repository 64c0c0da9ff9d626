"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { elsewhere, leaving } from "~/domain/words";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { LeavingText } from "./leaving-text";
import styles from "./words.module.css";

type Account = Outputs["incidents"]["read"]["accounts"][number];

/** What leaves of one's own account, once it is saved: that it names nobody and mentions whom it says is said here, and only here. */
export function SecondLook({ account, people }: { account: Account; people: readonly string[] }) {
  const t = useTranslations("words");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const check = () =>
    attempt(async () => {
      await trpc.accounts.check.mutate({ accountId: account.id, version: account.version });
      router.refresh();
    });
  return (
    <div className={styles.preview}>
      <p className={styles.label}>{t("second.title")}</p>
      <p>{t("second.text")}</p>
      <LeavingText language={account.language} text={leaving(account, "redacted")} />
      <p>{people.length > 0 ? t("second.mentions", { people: people.join(", ") }) : t("second.mentionsNobody")}</p>
      {elsewhere(account).length > 0 && (
        <Notice tone="attention">{t("editor.elsewhere", { count: elsewhere(account).length })}</Notice>
      )}
      <RefusalNotice refused={refused} />
      <div>
        <Button icon="check" onClick={() => void check()} pending={pending} variant="primary">
          {t("second.confirm")}
        </Button>
      </div>
    </div>
  );
}
