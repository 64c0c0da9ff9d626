import { ButtonLink } from "~/components/button";
import { Empty } from "~/components/empty";
import { PageHeader } from "~/components/page-header";
import { getTranslations } from "./i18n";

export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <>
      <PageHeader title={t("notFound.title")} />
      <Empty action={<ButtonLink href="/">{t("notFound.home")}</ButtonLink>} icon="eye" title={t("notFound.what")}>
        <p>{t("notFound.why")}</p>
      </Empty>
    </>
  );
}
