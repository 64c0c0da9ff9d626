import { notFound } from "next/navigation";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Facts, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../../i18n";
import styles from "../custody.module.css";
import { Agree } from "./agree";
import { Ask, End } from "./ask";
import { Work } from "./work";

type State = NonNullable<Outputs["resealings"]["state"]>;

export default async function ResealPage() {
  const [t, custody, caller] = await Promise.all([getTranslations("reseal"), getTranslations("custody"), api()]);
  const [found, wraps] = await orNotFound(Promise.all([caller.resealings.state(), caller.wraps.list()]));
  const state = found ?? notFound();
  const { resealing, key } = state;
  const open = resealing?.state === "asked" || resealing?.state === "agreed";
  const left = state.seal.items + state.check.items;
  return (
    <>
      <PageHeader back={{ href: "/custody", label: custody("title") }} lead={t("intro")} title={t("title")} />
      <div className={styles.page}>
        <Stack>
          <Counts state={state} />
          {!key.held && left > 0 && (
            <Notice tone="attention">
              <p>{t("notHeld")}</p>
            </Notice>
          )}
          {open && <Asked resealing={resealing} />}
          {key.held && !open && left > 0 && <Ask again={resealing !== null} />}
          {resealing?.may.decide && <Agree items={resealing.items} resealingId={resealing.id} />}
          {resealing && (
            // One of each for as long as the page is open: what it says at its end stays when nothing is left.
            <Work
              amounts={{ seal: state.seal, check: state.forMe.check }}
              inUse={key.recipient}
              may={{ seal: resealing.may.seal, check: resealing.may.check }}
              resealingId={resealing.id}
              wraps={wraps}
            />
          )}
          {resealing?.may.check && <End resealingId={resealing.id} />}
          {state.faults.length > 0 && <Faults faults={state.faults} />}
        </Stack>
      </div>
    </>
  );
}

async function Counts({ state: { done, seal, check } }: { state: State }) {
  const t = await getTranslations("reseal");
  const whole = done.items + seal.items + check.items;
  const left = seal.items + check.items;
  return (
    <Card title={t("counts.title")}>
      <Stack gap="m">
        {left === 0 ? (
          <Notice tone="ok">
            <p>{t("counts.none")}</p>
          </Notice>
        ) : (
          <progress aria-label={t("counts.title")} className={styles.bar} max={whole} value={done.items} />
        )}
        <Facts>
          <dt>{t("counts.done")}</dt>
          <dd>{t("counts.of", { count: done.items, whole })}</dd>
          <dt>{t("counts.check")}</dt>
          <dd>{t("counts.items", { count: check.items })}</dd>
          <dt>{t("counts.left")}</dt>
          <dd>{t("counts.items", { count: seal.items })}</dd>
        </Facts>
      </Stack>
    </Card>
  );
}

async function Asked({ resealing }: { resealing: NonNullable<State["resealing"]> }) {
  const t = await getTranslations("reseal");
  const { state, askedBy, decidedBy, endsAt } = resealing;
  return (
    <Card title={t(state === "agreed" ? "asked.title" : "asked.open")}>
      <Stack gap="m">
        <Facts>
          <dt>{t("asked.by")}</dt>
          <dd>
            <Ltr>{askedBy.handle ?? "–"}</Ltr>
          </dd>
          {state === "agreed" && (
            <>
              <dt>{t("asked.agreedBy")}</dt>
              <dd>
                <Ltr>{decidedBy ?? "–"}</Ltr>
              </dd>
            </>
          )}
          {endsAt && (
            <>
              <dt>{t("asked.until")}</dt>
              <dd>
                <Time at={endsAt} />
              </dd>
            </>
          )}
        </Facts>
        {state === "asked" && askedBy.me && <p>{t("asked.waits")}</p>}
      </Stack>
    </Card>
  );
}

async function Faults({ faults }: { faults: State["faults"] }) {
  const t = await getTranslations("reseal.faults");
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("explain")}</p>
        <ul>
          {faults.map(({ itemId, incidentId, reference, why, at }) => (
            <li key={itemId}>
              <Link href={`/incidents/${incidentId}/items/${itemId}`}>
                <Ltr>{reference}</Ltr>
              </Link>{" "}
              · {t(why ?? "not-ours")} · <Time at={at} />
            </li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}
