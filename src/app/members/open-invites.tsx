"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import styles from "./members.module.css";

/** Links that were made and not used yet, a founder's by a steward and a candidate's by whoever introduces them. Their secrets are known to nobody but whoever was given them. */
export function OpenInvites({ invites }: { invites: Outputs["members"]["list"]["invites"] }) {
  const t = useTranslations("members.open");
  const terms = useTranslations("terms");
  return (
    <Card title={t("title")}>
      {invites.length === 0 ? (
        <p className={styles.quiet}>{t("none")}</p>
      ) : (
        <ul className={styles.list}>
          {invites.map((invite) => (
            <li className={styles.person} key={invite.id}>
              <div className={styles.who}>
                <span>
                  {t.rich("line", { role: terms(`roles.${invite.role}`), time: filled(<Time at={invite.expiresAt} />) })}
                </span>
                {invite.team && (
                  <span className={styles.quiet}>
                    <bdi>{invite.team.name}</bdi>
                  </span>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
