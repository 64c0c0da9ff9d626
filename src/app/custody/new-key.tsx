"use client";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";

/** That another custody key is needed, because of who has left with this one; or for what other reasons one may be made. */
export function NewKey({ left }: { left: readonly (string | null)[] }) {
  const t = useTranslations("newKey");
  const due = left.length > 0;
  return (
    <Card title={t(due ? "due" : "title")}>
      <Stack gap="m">
        {due ? (
          <Notice tone="attention">
            <p>{t("left")}</p>
            <ul>
              {left.map((handle, i) => (
                <li key={handle ?? `nobody-${String(i)}`}>
                  <Ltr>{handle ?? "–"}</Ltr>
                </li>
              ))}
            </ul>
            <p>{t("whatTheyHave")}</p>
          </Notice>
        ) : (
          <p>{t("when")}</p>
        )}
        <Row>
          <ButtonLink href="/custody/new" icon="key" {...(due && { variant: "primary" as const })}>
            {t("begin")}
          </ButtonLink>
        </Row>
      </Stack>
    </Card>
  );
}
