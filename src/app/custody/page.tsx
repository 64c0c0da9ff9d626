import { ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Facts, Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../i18n";
import { Ceremony } from "./ceremony";
import { Holding } from "./holding";
import styles from "./custody.module.css";

export default async function CustodyPage() {
  const t = await getTranslations("custody");
  const caller = await api();
  const [me, key] = await Promise.all([orNotFound(caller.members.me()), orNotFound(caller.custodyKey.current())]);
  const [wraps, holders, passkeys] = may(me.role, "custodyKey.holders")
    ? await Promise.all([caller.wraps.list(), caller.custodyKey.holders(), caller.passkeys.list()])
    : [[], null, []];
  return (
    <>
      <div className={styles.screen}>
        <PageHeader lead={t("intro")} title={t("title")} />
      </div>
      <div className={styles.page}>
        <Stack>
          {may(me.role, "custodyKey.set") ? (
            <Ceremony exists={key !== null} member={me.id} />
          ) : (
            !key && (
              <Notice title={t("missing.title")} tone="attention">
                <p>{t("missing.body")}</p>
              </Notice>
            )
          )}
          <div className={styles.screen}>
            <Stack>
              {holders && <Holding holders={holders} member={me.id} passkeys={passkeys} wraps={wraps} />}
              {key && may(me.role, "originals.list") && <Openings />}
              {key && <CurrentKey current={key} />}
              <Explanation />
            </Stack>
          </div>
        </Stack>
      </div>
    </>
  );
}

async function Openings() {
  const t = await getTranslations("originals");
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("intro")}</p>
        <Row>
          <ButtonLink href="/originals" icon="lock">
            {t("see")}
          </ButtonLink>
        </Row>
      </Stack>
    </Card>
  );
}

async function CurrentKey({ current }: { current: NonNullable<Outputs["custodyKey"]["current"]> }) {
  const t = await getTranslations("custody");
  return (
    <>
      <Card title={t("current.title")}>
        <Facts>
          <dt>{t("current.since")}</dt>
          <dd>
            <Time at={current.createdAt} />
          </dd>
        </Facts>
        <CopyField hint={t("current.explain")} label={t("current.recipient")} value={current.recipient} />
      </Card>
      <Card title={t("without.title")}>
        <Stack gap="m">
          <p>{t("without.when")}</p>
          <p>{t("without.where")}</p>
          <CopyField
            hint={t("without.explain")}
            label={t("without.command")}
            value="npm run custody:rebuild -- key.txt && age -d -i key.txt -o original locked-original"
          />
          <p>{t("without.care")}</p>
        </Stack>
      </Card>
    </>
  );
}

async function Explanation() {
  const t = await getTranslations("custody");
  return (
    <Card title={t("what.title")}>
      <Stack gap="m">
        <p>{t("what.lock")}</p>
        <p>{t("what.held")}</p>
        <p>{t("what.parts")}</p>
        <Notice tone="attention">
          <p>{t("what.loss")}</p>
          <p>{t("what.theft")}</p>
        </Notice>
      </Stack>
    </Card>
  );
}
