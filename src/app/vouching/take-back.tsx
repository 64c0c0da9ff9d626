"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Previewed } from "~/components/previewed";
import { Row } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Given = Outputs["vouching"]["mine"]["given"][number];

/** Takes back one word, after it was shown what follows. */
export function TakeBack({ edge }: { edge: Given }) {
  const t = useTranslations("takingBack");
  const router = useRouter();
  return (
    <Row>
      <Previewed
        act={(preview) => trpc.vouching.takeBack.mutate({ edgeId: edge.id, preview })}
        after={<p>{t("text")}</p>}
        button={t("button")}
        confirm={t("button")}
        loading={t("loading")}
        look={() => trpc.vouching.previewTakingBack.query({ edgeId: edge.id })}
        onDone={() => router.refresh()}
        shown={({ from, days }) => <p>{t(`follows.${from}`, { days })}</p>}
        title={edge.handle === null ? t("titleLink") : t("title", { handle: edge.handle })}
      />
    </Row>
  );
}
