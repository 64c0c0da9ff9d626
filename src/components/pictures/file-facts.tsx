"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";
import { Time } from "~/components/time";
import { otherKinds } from "~/domain/evidence";
import type { Outputs } from "~/trpc/types";

type Item = Pick<Outputs["evidence"]["read"], "format" | "size" | "digest" | "receivedAt" | "clean">;

/** What identifies the original: nothing of its name, which never left the device. */
export function FileFacts({ item }: { readonly item: Item }) {
  const t = useTranslations("item.file");
  const format = useFormatter();
  const kinds = useTranslations("terms.fileKinds");
  const other = otherKinds.find((kind) => kind === item.format);
  const { clean } = item;
  return (
    <Card title={t("title")}>
      <Facts>
        <dt>{t("received")}</dt>
        <dd>
          <Time at={item.receivedAt} />
        </dd>
        <dt>{t("format")}</dt>
        <dd>
          {other ? kinds(other) : <Ltr>{item.format.toUpperCase()}</Ltr>}
        </dd>
        <dt>{t("size")}</dt>
        <dd>{t("bytes", { size: format.number(item.size) })}</dd>
        {clean ? (
          <>
            <dt>{t("dimensions")}</dt>
            <dd>{t("pixels", { width: clean.width, height: clean.height })}</dd>
          </>
        ) : null}
        <dt>{t("digest")}</dt>
        <dd>
          <Ltr mono>{item.digest}</Ltr>
        </dd>
      </Facts>
    </Card>
  );
}
