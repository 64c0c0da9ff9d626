"use client";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Row, Stack } from "~/components/stack";

const digestOf = (error: unknown): string | null =>
  error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;

/** What the page shows when it could not be made. The digest is the number under which the server's log has it. */
export default function PageFailed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("shell");
  const digest = digestOf(error);
  return (
    <>
      <PageHeader title={t("failed.title")} />
      <Stack gap="m">
        <Notice live="assertive" tone="danger">
          <p>{t("failed.what")}</p>
          {digest && <p>{t.rich("failed.reference", { reference: filled(<Ltr mono>{digest}</Ltr>) })}</p>}
        </Notice>
        <Row>
          <Button onClick={retry} variant="primary">
            {t("failed.retry")}
          </Button>
        </Row>
      </Stack>
    </>
  );
}
