"use client";
import { signOut } from "next-auth/react";
import { useTranslations } from "use-intl";
import { Icon } from "./icon";
import styles from "./leave-quickly.module.css";

/**
 * Blanks the screen at once, ends the session, and puts an empty page in the place of this one. Without a connection
 * the session outlives this until its own end; the screen is empty all the same.
 */
export function LeaveQuickly({ signedIn }: { signedIn: boolean }) {
  const t = useTranslations("shell");
  const leave = async () => {
    document.documentElement.hidden = true;
    document.title = "\u200b";
    try {
      if (signedIn) await signOut({ redirect: false });
    } finally {
      window.location.replace("about:blank");
    }
  };
  return (
    <button className={styles.leave} onClick={() => void leave()} title={t("leaveHint")} type="button">
      <Icon name="door" />
      <span>{t("leave")}</span>
    </button>
  );
}
