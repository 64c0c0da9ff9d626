import type { Metadata } from "next";
import { getTranslations } from "../i18n";
import { ComingBack } from "./coming-back";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recovery"))("title") };
}

/** The token is in the address's fragment, so only the browser can begin. */
export default function RestorePage() {
  return <ComingBack />;
}
