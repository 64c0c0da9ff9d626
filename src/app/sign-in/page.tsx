import { redirect } from "next/navigation";
import { Card } from "~/components/card";
import { Icon, type IconName } from "~/components/icon";
import { me } from "~/trpc/server";
import { getTranslations } from "../i18n";
import { SignInForm } from "./sign-in-form";
import styles from "./sign-in.module.css";

const promises = [
  ["cleaned", "camera"],
  ["sealed", "lock"],
  ["consent", "people"],
  ["recorded", "ledger"],
] as const satisfies readonly (readonly [string, IconName])[];

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ joined?: string }> }) {
  if (await me()) redirect("/");
  const t = await getTranslations("signIn");
  const { joined } = await searchParams;
  return (
    <div className={styles.page}>
      <div className={styles.intro}>
        <h1>{t("headline")}</h1>
        <p className={styles.lead}>{t("lead")}</p>
      </div>
      <div className={styles.form}>
        <Card title={t("title")}>
          <SignInForm joined={joined !== undefined} />
        </Card>
      </div>
      <div className={styles.more}>
        <section>
          <h2>{t("promises.title")}</h2>
          <ul className={styles.promises}>
            {promises.map(([promise, icon]) => (
              <li key={promise}>
                <Icon name={icon} size={24} />
                <span>{t(`promises.${promise}`)}</span>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>{t("noWayIn.title")}</h2>
          <p>{t("noWayIn.text")}</p>
        </section>
      </div>
    </div>
  );
}
