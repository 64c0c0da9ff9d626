"use client";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Empty } from "~/components/empty";
import { Loading } from "~/components/loading";
import { PageHeader } from "~/components/page-header";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { refusalOf, trpc, type Refused } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { isDead } from "./dead";
import { Dossier } from "./dossier";
import { useLinkToken } from "./link-token";

type Shown =
  | { readonly at: "opening" | "blank" }
  | { readonly at: "open"; readonly token: string; readonly view: Outputs["recipient"]["open"] }
  | { readonly at: "dead" | "failed"; readonly token: string | null; readonly refused: Refused };

export function Opening() {
  const [shown, setShown] = useState<Shown>({ at: "opening" });
  const open = useCallback((token: string | null) => {
    if (!token) {
      // A second mount finds the address bar cleared by the first.
      setShown((current) => (current.at === "opening" ? { at: "blank" } : current));
      return;
    }
    setShown({ at: "opening" });
    trpc.recipient.open.mutate({ token }).then(
      (view) => setShown({ at: "open", token, view }),
      (error: unknown) => {
        const refused = refusalOf(error);
        setShown({ at: isDead(refused) ? "dead" : "failed", token, refused });
      },
    );
  }, []);
  useLinkToken(open);
  const died = useCallback((refused: Refused) => setShown({ at: "dead", token: null, refused }), []);

  if (shown.at === "open") return <Dossier onDead={died} token={shown.token} view={shown.view} />;
  if (shown.at === "blank") return <Blank />;
  if (shown.at === "dead") return <Dead closed={shown.refused.code === "disclosure-closed"} />;
  if (shown.at === "failed") return <Failed onRetry={() => open(shown.token)} refused={shown.refused} />;
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
