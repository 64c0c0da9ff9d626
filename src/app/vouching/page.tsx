import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { may } from "~/domain/policy";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../i18n";
import { Given, Received } from "./edges";
import { Introduce } from "./introduce";
import { ComingBack } from "./coming-back";
import { Review } from "./review";
import { Vouch } from "./vouch";
import styles from "./vouching.module.css";

export default async function VouchingPage() {
  const caller = await api();
  const [t, me, mine] = await Promise.all([
    getTranslations("vouching"),
    orNotFound(caller.members.me()),
    orNotFound(caller.vouching.mine()),
  ]);
  // Nobody who is not vetted yet stands behind anybody, and who stands behind them they hear from themselves.
  if (me.role === "candidate") notFound();
  const back = may(me.role, "recovery.mine") ? await caller.recovery.mine() : [];
  return (
    <>
      <PageHeader lead={<p>{t("lead")}</p>} title={t("title")} />
      <div className={styles.page}>
        {back.length > 0 && <ComingBack people={back} />}
        {mine.review && <Review review={mine.review} />}
        {may(me.role, "vouching.introduce") && <Introduce />}
        {may(me.role, "vouching.vouch") && <Vouch />}
        <Given given={mine.given} />
        <Received received={mine.received} />
      </div>
    </>
  );
}
