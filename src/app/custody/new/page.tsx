import { notFound } from "next/navigation";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../../i18n";
import styles from "../custody.module.css";
import { Renewal } from "./renewal";

export default async function NewCustodyKeyPage() {
  const [t, custody, caller] = await Promise.all([getTranslations("newKey"), getTranslations("custody"), api()]);
  const [found, wraps] = await orNotFound(Promise.all([caller.custodyKey.holders(), caller.wraps.list()]));
  const holders = found ?? notFound();
  return (
    <>
      <div className={styles.screen}>
        <PageHeader back={{ href: "/custody", label: custody("title") }} lead={t("intro")} title={t("page")} />
      </div>
      <div className={styles.page}>
        <Stack>
          {wraps.length > 0 ? (
            <Renewal holders={holders} wraps={wraps} />
          ) : (
            <Notice tone="attention">
              <p>{t("ownKeyFirst")}</p>
            </Notice>
          )}
        </Stack>
      </div>
    </>
  );
}
