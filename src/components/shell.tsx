"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Role } from "~/domain/roles";
import { BeingRecovered } from "./being-recovered";
import { Elsewhere } from "./elsewhere";
import { Icon, type IconName } from "./icon";
import { LanguageSwitch } from "./language-switch";
import { LeaveByKey, LeaveQuickly } from "./leave-quickly";
import { Link } from "./link";
import { PageAnnouncer } from "./page-announcer";
import { ProveAgain } from "./prove-again";
import { Returned } from "./returned";
import styles from "./shell.module.css";

type Place = { readonly href: string; readonly icon: IconName; /** What is come to from there. */ readonly also?: readonly string[] };

const places = {
  incidents: { href: "/incidents", icon: "folder", also: ["/desk", "/patterns", "/erasures"] },
  disclosures: { href: "/disclosures", icon: "share" },
  custody: { href: "/custody", icon: "key", also: ["/originals"] },
  members: { href: "/members", icon: "people", also: ["/recordings"] },
  vouching: { href: "/vouching", icon: "link" },
  course: { href: "/course", icon: "info" },
  health: { href: "/health", icon: "pulse" },
  ledger: { href: "/ledger", icon: "ledger" },
  account: { href: "/account", icon: "person" },
} as const satisfies Record<string, Place>;

const placesOf: Record<Role, readonly (keyof typeof places)[]> = {
  documenter: ["incidents", "vouching", "account"],
  reviewer: ["incidents", "disclosures", "custody", "ledger", "account"],
  steward: ["members", "vouching", "health", "ledger", "account"],
  auditor: ["ledger", "account"],
  candidate: ["course", "account"],
};

/** The frame of every page: name, places, language, the way out. `role` is null for a visitor or a recipient. */
export function Shell({ role, children }: { role: Role | null; children: ReactNode }) {
  const t = useTranslations("shell");
  return (
    <div className={role ? styles.withBar : styles.frame}>
      <a className={styles.skip} href="#main">
        {t("skip")}
      </a>
      <header className={styles.header}>
        <div className={styles.inner}>
          <Link className={styles.brand} href="/">
            <svg aria-hidden="true" height="28" viewBox="0 0 64 64" width="28">
              <rect className={styles.markGround} height="64" rx="14" width="64" />
              <path className={styles.markLine} d="M16 20 32 46 48 20" />
              <circle className={styles.markDot} cx="32" cy="20" r="4.5" />
            </svg>
            <span>{t("product")}</span>
          </Link>
          {role && <Places role={role} />}
          <div className={styles.tools}>
            <LanguageSwitch />
            {role && <LeaveQuickly />}
          </div>
        </div>
      </header>
      <main className={styles.main} id="main" tabIndex={-1}>
        {role && <BeingRecovered />}
        {role && <Elsewhere />}
        {children}
      </main>
      <PageAnnouncer />
      {role && <LeaveByKey />}
      {role && <Returned />}
      <ProveAgain />
    </div>
  );
}

function Places({ role }: { role: Role }) {
  const t = useTranslations("shell");
  const path = usePathname();
  return (
    <nav aria-label={t("places")} className={styles.nav}>
      <ul>
        {placesOf[role].map((place) => {
          const { href, icon, also = [] }: Place = places[place];
          const isHere = [href, ...also].some((at) => path === at || path.startsWith(`${at}/`));
          return (
            <li key={place}>
              <Link aria-current={isHere ? "page" : undefined} href={href}>
                <Icon name={icon} size={22} />
                <span>{t(`nav.${place}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
