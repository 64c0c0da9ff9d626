import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { Icon } from "~/components/icon";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Refresh } from "~/components/refresh";
import { Facts } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import { getFormatter, getTranslations } from "../i18n";
import styles from "./health.module.css";
import { Stamps } from "./stamps";

/** A worker that was silent for longer is not running: it gives a sign of life every few seconds. */
const SILENCE_MS = 60_000;

export default async function HealthPage() {
  const caller = await api();
  const [t, format, health] = await Promise.all([getTranslations("health"), getFormatter(), orNotFound(caller.health.read())]);
  const { seenAt } = health.worker;
  const running = seenAt !== null && Date.now() - seenAt.getTime() < SILENCE_MS;
  return (
    <>
      <PageHeader lead={<p>{t("lead")}</p>} title={t("title")} />
      <Refresh active everyMs={5000} />
      <div className={styles.grid}>
        <Card
          actions={
            <Badge icon={running ? "check" : "stop"} tone={running ? "ok" : "danger"}>
              {t(running ? "workerUp" : "workerDown")}
            </Badge>
          }
          title={t("worker")}
        >
          <p>{t("workerText")}</p>
          <Facts>
            <dt>{t("seen")}</dt>
            <dd>{seenAt ? <Time at={seenAt} shape="second" /> : t("never")}</dd>
          </Facts>
          {!running && (
            <Notice tone="danger">
              <p>{t("workerDownText")}</p>
            </Notice>
          )}
        </Card>
        <Card
          actions={
            <Badge icon={health.custodyKey ? "check" : "alert"} tone={health.custodyKey ? "ok" : "attention"}>
              {t(health.custodyKey ? "custodyKeySet" : "custodyKeyMissing")}
            </Badge>
          }
          title={t("custodyKey")}
        >
          <p>{t("custodyKeyText")}</p>
          {health.custodyKey && health.custodyKey.left > 0 && (
            <Notice tone="attention">
              <p>{t("custodyKeyLeft", { count: health.custodyKey.left })}</p>
            </Notice>
          )}
          {health.custodyKey && health.custodyKey.underOlder > 0 && <p>{t("underOlder", { count: health.custodyKey.underOlder })}</p>}
        </Card>
        <Card title={t("photos")}>
          <Facts>
            <dt>{t("received")}</dt>
            <dd>{format.number(health.items.received)}</dd>
            <dt>{t("ready")}</dt>
            <dd>{format.number(health.items.ready)}</dd>
            <dt>{t("refused")}</dt>
            <dd>{format.number(health.items.refused)}</dd>
          </Facts>
        </Card>
        <Card
          actions={
            <Badge icon={health.objects.damaged === 0 ? "check" : "stop"} tone={health.objects.damaged === 0 ? "ok" : "danger"}>
              {t(health.objects.damaged === 0 ? "objectsWhole" : "objectsDamaged")}
            </Badge>
          }
          title={t("objects")}
        >
          <p>{t("objectsText")}</p>
          <Facts>
            <dt>{t("objectsRead")}</dt>
            <dd>{format.number(health.objects.read)}</dd>
            <dt>{t("objectsSince")}</dt>
            <dd>{health.objects.since ? <Time at={health.objects.since} /> : t("never")}</dd>
          </Facts>
          {health.objects.damaged > 0 && (
            <Notice tone="danger">
              <p>{t("objectsDamagedText", { count: health.objects.damaged })}</p>
            </Notice>
          )}
        </Card>
        <Card title={t("erasing")}>
          <Facts>
            <dt>{t("toGo")}</dt>
            <dd>{format.number(health.erasing.toGo)}</dd>
            <dt>{t("erased")}</dt>
            <dd>{format.number(health.erasing.erased)}</dd>
            <dt>{t("toForget")}</dt>
            <dd>{format.number(health.erasing.toForget)}</dd>
          </Facts>
        </Card>
        <Card title={t("jobs")}>
          <Facts>
            <dt>{t("waiting")}</dt>
            <dd>{format.number(health.jobs.waiting)}</dd>
            <dt>{t("failed")}</dt>
            <dd>{format.number(health.jobs.failed)}</dd>
          </Facts>
          {health.jobs.failed > 0 && (
            <Notice tone="attention">
              <p>{t("failedText", { count: health.jobs.failed })}</p>
            </Notice>
          )}
        </Card>
        <Card title={t("ledger")}>
          <p>{t("entries", { count: health.ledger.size })}</p>
        </Card>
        <Stamps authorities={health.stamps} />
        <Card title={t("confinement")}>
          <p>{t("confinementText")}</p>
          {health.confinement.length === 0 && <p className={styles.verdict}>{t("confinementUnknown")}</p>}
          <ul className={styles.walls}>
            {health.confinement.map(({ name, held }) => (
              <li className={styles.wall} data-held={held} key={name}>
                <Icon name={held ? "check" : "alert"} />
                <span>
                  {isWall(name) ? t(`walls.${name}`) : name}
                  <span className={styles.verdict}>{t(held ? "held" : "notHeld")}</span>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

const walls = ["environment", "user", "data", "tree", "files", "network", "processes", "rights", "privileges", "memory", "cpu"] as const;
const isWall = (name: string): name is (typeof walls)[number] => walls.some((wall) => wall === name);
