import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../../i18n";
import { WholeMap } from "./map";
import { Settings } from "./settings";
import styles from "./together.module.css";
import { Waiting } from "./waiting";

export default async function TogetherPage() {
  const caller = await api();
  const [t, members, { motions, settings }] = await Promise.all([
    getTranslations("stewardship.together"),
    getTranslations("members"),
    orNotFound(caller.motions.list()),
  ]);
  return (
    <>
      <PageHeader back={{ href: "/members", label: members("title") }} lead={<p>{t("lead")}</p>} title={t("title")} />
      <div className={styles.page}>
        <Stack>
          <Waiting motions={motions.filter(({ open }) => open)} />
          <Settings settings={settings} />
          <WholeMap agreed={motions.find(({ open, motion }) => !open && motion.kind === "map") ?? null} />
        </Stack>
      </div>
    </>
  );
}
