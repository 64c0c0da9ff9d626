"use client";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Conditions } from "~/components/disclosures/conditions";
import { LanguageName } from "~/components/disclosures/language-name";
import { Report } from "~/components/disclosures/report";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Facts, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { LeavingText } from "~/components/words/leaving-text";
import { sizesFor } from "~/domain/consent";
import type { Refused } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { ExhibitPhoto } from "./exhibit-photo";
import { Proof } from "./proof";
import { useWatch } from "./watch";
import styles from "./dossier.module.css";

type View = Outputs["recipient"]["open"];

/** Everything that the recipient was given, in the order in which one reads it. */
export function Dossier({ view, onDead }: { view: View; onDead: (refused: Refused) => void }) {
  const t = useTranslations("recipient");
  useWatch(view.pass, onDead);
  return (
    <>
      <PageHeader
        actions={
          <span className={styles.screen}>
            <Button onClick={() => window.print()}>{t("print")}</Button>
          </span>
        }
        lead={t.rich("intro", { team: filled(<bdi>{view.report.team}</bdi>) })}
        title={t("title")}
      />
      <Stack>
        <About view={view} />
        <Report report={view.report} title={t("report.title")} />
        <Card title={t("photos.title")}>
          {view.photos.length + view.originals.length === 0 && <p>{t("photos.none")}</p>}
          {view.originals.length > 0 && <p>{t("photos.originals", { count: view.originals.length })}</p>}
          {view.photos.some(({ form }) => form === "redacted") && <p>{t("photos.redactedHint")}</p>}
          {/* Said only to those who may ask for more. */}
          {view.photos.some(({ size }) => size === "reduced") &&
            sizesFor(view.purpose, view.recipientClass).includes("full") && <p>{t("photos.reducedHint")}</p>}
          {view.photos.map((photo) => (
            <ExhibitPhoto key={photo.exhibit} onDead={onDead} pass={view.pass} photo={photo} />
          ))}
        </Card>
        {view.accounts.length > 0 && <Accounts accounts={view.accounts} />}
        <Proof view={view} />
      </Stack>
    </>
  );
}

function About({ view }: { view: View }) {
  const t = useTranslations("recipient");
  const giving = useTranslations("giving");
  const terms = useTranslations("terms");
  return (
    <>
      <Card>
        <Facts>
          <dt>{t("facts.from")}</dt>
          <dd>
            <bdi>{view.report.team}</bdi>
          </dd>
          <dt>{t("facts.purpose")}</dt>
          <dd>{terms(`purposes.${view.purpose}`)}</dd>
          <dt>{t("facts.as")}</dt>
          <dd>{terms(`recipientClasses.${view.recipientClass}`)}</dd>
          <dt>{t("facts.until")}</dt>
          <dd>
            <Time at={view.until} />
          </dd>
          <dt>{t("facts.released")}</dt>
          <dd>
            <Time at={view.releasedAt} />
          </dd>
          <dt>{t("facts.reference")}</dt>
          <dd>
            <Ltr>{view.reference}</Ltr>
          </dd>
        </Facts>
      </Card>
      <Notice title={t("duties.title")} tone="attention">
        <p>{t("duties.purpose")}</p>
        <p>{t("duties.withdrawn")}</p>
        <p>{t("duties.logged")}</p>
        {view.conditions.length > 0 && (
          <>
            <p>{giving("door.accepted")}</p>
            <Conditions conditions={view.conditions} until={view.until} />
          </>
        )}
        {view.left !== null && <p>{giving("door.left", { count: view.left })}</p>}
      </Notice>
    </>
  );
}

function Accounts({ accounts }: { accounts: View["accounts"] }) {
  const t = useTranslations("recipient");
  const words = useTranslations("words");
  return (
    <Card title={t("accounts.title")}>
      {accounts.map((account) => (
        <section className={styles.account} key={account.exhibit}>
          <h3>{t("exhibit", { number: account.exhibit })}</h3>
          <p className={styles.quiet}>
            {t.rich("accounts.language", { language: filled(<LanguageName code={account.language} />) })}
          </p>
          {account.form === "redacted" && <p className={styles.quiet}>{words("maskedNote")}</p>}
          <div className={styles.text}>
            <LeavingText language={account.language} text={account.text} />
          </div>
        </section>
      ))}
    </Card>
  );
}
