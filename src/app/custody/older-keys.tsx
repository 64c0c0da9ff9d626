"use client";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { ButtonLink } from "~/components/button";
import { Facts, Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import { Recover } from "./recover";

type Holders = NonNullable<Outputs["custodyKey"]["holders"]>;
type Props = {
  me: Holders["reviewers"][number] | undefined;
  older: Holders["older"];
  onDone: () => void;
};

/** Keys that were replaced and to which originals are still sealed: who held them holds them, and their parts bring them back. */
export function OlderKeys({ me, older, onDone }: Props) {
  const t = useTranslations("newKey.older");
  const reseal = useTranslations("reseal");
  return older.map((custody) => {
    const { held: holds } = custody;
    return (
      <Stack key={custody.id}>
        <Card
          actions={
            <Badge icon={holds ? "key" : "lock"} tone={holds ? "ok" : "neutral"}>
              {t(holds ? "held" : "notHeld")}
            </Badge>
          }
          title={t("title")}
        >
          <Stack gap="m">
            <p>{t("items", { count: custody.items })}</p>
            <Facts>
              <dt>{t("since")}</dt>
              <dd>
                <Time at={custody.createdAt} />
              </dd>
            </Facts>
            <Row>
              <ButtonLink href="/custody/reseal" icon="lock">
                {reseal("link")}
              </ButtonLink>
            </Row>
            <CopyField hint={t("explain")} label={t("recipient")} value={custody.recipient} />
          </Stack>
        </Card>
        {me && !holds && <Recover custody={custody} me={me} onDone={onDone} />}
      </Stack>
    );
  });
}
