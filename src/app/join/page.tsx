import type { Metadata } from "next";
import { getTranslations } from "../i18n";
import { Joining } from "./joining";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("join");
  return { title: t("title") };
}

/** The invitation is in the address's fragment, so only the browser can begin. */
export default function JoinPage() {
  return <Joining />;
}
