"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Dialog } from "~/components/dialog";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Given = Outputs["vouching"]["mine"]["given"][number];
type Preview = Outputs["vouching"]["previewTakingBack"];

/** Takes back one word, after it was shown what follows: what was shown is what is confirmed. */
export function TakeBack({ edge }: { edge: Given }) {
  const t = useTranslations("takingBack");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { pending, refused, attempt, forget } = useAttempt();
  const close = () => {
    setOpen(false);
    setPreview(null);
    forget();
  };
  const look = () => {
    setOpen(true);
    void attempt(async () => setPreview(await trpc.vouching.previewTakingBack.query({ edgeId: edge.id })));
  };
  const takeBack = async (digest: string) => {
    const done = await attempt(async () => {
      await trpc.vouching.takeBack.mutate({ edgeId: edge.id, preview: digest });
    });
    if (!done) return;
    close();
    router.refresh();
  };
  return (
    <>
      <Row>
        <Button onClick={look}>{t("button")}</Button>
      </Row>
      <Dialog
        actions={
          <>
            <Button disabled={pending} onClick={close}>
              {common("cancel")}
            </Button>
            {preview && (
              <Button onClick={() => void takeBack(preview.digest)} pending={pending} variant="danger">
                {t("button")}
              </Button>
            )}
          </>
        }
        busy={pending}
        onClose={close}
        open={open}
        title={edge.handle === null ? t("titleLink") : t("title", { handle: edge.handle })}
      >
        <Stack gap="m">
          {preview ? <p>{t(`follows.${preview.from}`, { days: preview.days })}</p> : !refused && <p>{t("loading")}</p>}
          <p>{t("text")}</p>
          <RefusalNotice refused={refused} />
        </Stack>
      </Dialog>
    </>
  );
}
