import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Shell } from "~/components/shell";
import { Translations } from "~/components/translations";
import { directionOf } from "~/messages/languages";
import { me } from "~/trpc/server";
import { Emptied } from "./emptied";
import { getLanguage, getTranslations, timeZone } from "./i18n";
import "./globals.css";

// Every page carries a nonce of its own, so none can be made ahead of its request.
export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  return {
    // No page has one of its own: titles stay in the browser's history, where nobody can take them back
    // ([Note: Leaving in a hurry]).
    title: t("tab"),
    description: t("tagline"),
    robots: { index: false, follow: false },
    formatDetection: { telephone: false, date: false, address: false, email: false, url: false },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f3ec" },
    { media: "(prefers-color-scheme: dark)", color: "#141618" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [language, member] = await Promise.all([getLanguage(), me()]);
  return (
    <html dir={directionOf[language]} lang={language}>
      <head>{!member && <Emptied />}</head>
      <body>
        <Translations language={language} timeZone={timeZone()}>
          <Shell role={member?.role ?? null}>{children}</Shell>
        </Translations>
      </body>
    </html>
  );
}
