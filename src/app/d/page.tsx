import type { Metadata } from "next";
import { getTranslations } from "../i18n";
import { Opening } from "./opening";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recipient"))("title"), referrer: "no-referrer" };
}

/** The same page for everybody: what it opens stands behind the `#`, which no request carries. */
export default function RecipientPage() {
  return <Opening />;
}
