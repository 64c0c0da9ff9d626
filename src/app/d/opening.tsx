"use client";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Empty } from "~/components/empty";
import { useFragmentToken } from "~/components/fragment-token";
import { Loading } from "~/components/loading";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { refusalOf, trpc, type Refused } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { isDead } from "./dead";
import { Dossier } from "./dossier";

type Shown =
  | { readonly at: "opening" }
  | { readonly at: "open"; readonly view: Outputs["recipient"]["open"] }
  | { readonly at: "dead" | "failed"; readonly refused: Refused };

/** What the link in the address opens, or that the address carries none. */
export function Opening() {
  const token = useFragmentToken();
  if (token === undefined) return <Loading rows={4} />;
  return token === null ? <Blank /> : <Opened key={token} token={token} />;
}

async function opened(token: string): Promise<Shown> {
  try {
    return { at: "open", view: await trpc.recipient.open.mutate({ token }) };
  } catch (error) {
    const refused = refusalOf(error);
    return { at: isDead(refused) ? "dead" : "failed", refused };
  }
}

function Opened({ token }: { token: string }) {
  const [shown, setShown] = useState<Shown>({ at: "opening" });
  const open = useCallback(() => {
    let left = false;
    const show = (now: Shown) => {
      if (!left) setShown(now);
    };
    void opened(token).then(show);
    return () => {
      left = true;
    };
  }, [token]);
  useEffect(open, [open]);
  const died = useCallback((refused: Refused) => setShown({ at: "dead", refused }), []);
  const retry = () => {
    setShown({ at: "opening" });
    open();
  };

  if (shown.at === "open") return <Dossier onDead={died} token={token} view={shown.view} />;
  if (shown.at === "dead") return <Dead closed={shown.refused.code === "disclosure-closed"} />;
  if (shown.at === "failed") return <Failed onRetry={retry} refused={shown.refused} />;
  return <Loading rows={4} />;
}

function Blank() {
  const t = useTranslations("recipient");
  return (
    <>
      <PageHeader title={t("title")} />
      <Empty icon="link" title={t("blank.title")}>
        <p>{t("blank.body")}</p>
      </Empty>
    </>
  );
}

/** One calm page for a link that no longer opens and for one that never did. */
function Dead({ closed }: { closed: boolean }) {
  const t = useTranslations("recipient");
  return (
    <>
      <PageHeader title={t("title")} />
      <Empty icon="lock" title={t("dead.title")}>
        <Stack gap="m">
          <p>{t("dead.body")}</p>
          {closed && <p>{t("dead.closed")}</p>}
        </Stack>
      </Empty>
    </>
  );
}

function Failed({ refused, onRetry }: { refused: Refused; onRetry: () => void }) {
  const t = useTranslations("recipient");
  return (
    <>
      <PageHeader title={t("failed.title")} />
      <Stack gap="m">
        <RefusalNotice refused={refused} />
        <Row>
          <Button onClick={onRetry} variant="primary">
            {t("failed.retry")}
          </Button>
        </Row>
      </Stack>
    </>
  );
}
