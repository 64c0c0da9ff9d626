"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Gap } from "~/domain/disclosure";
import { insteadOf } from "~/domain/remedy";
import { Icon } from "../icon";
import { groups, type Group, type Line, type Scene } from "./scene";
import { VisuallyHidden } from "../visually-hidden";
import { Thumb } from "./thumb";
import { wayOf } from "./way";
import styles from "./gap-list.module.css";

/** Every gap under the photo or account that it lies in, with what would close it and the way there. */
export function GapList({ gaps, scene }: { gaps: readonly Gap[]; scene: Scene }) {
  return (
    <ul className={styles.groups}>
      {groups(gaps, scene).map((group) => (
        <li className={styles.group} key={keyOf(group)}>
          <GroupHead group={group} scene={scene} />
          <ul className={styles.lines}>
            {group.lines.map((line) => (
              <GapLine key={`${line.why} ${line.grantor ?? ""}`} line={line} scene={scene} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

const keyOf = (group: Group): string =>
  group.of === "item" ? group.item.id : group.of === "account" ? group.account.id : "whole";

function GroupHead({ group, scene }: { group: Group; scene: Scene }) {
  const t = useTranslations("disclosures");
  const incident = `/incidents/${scene.incidentId}`;
  if (group.of === "whole") return <p className={styles.head}>{t("gaps.whole")}</p>;
  if (group.of === "account")
    return (
      <p className={styles.head}>
        <Link href={incident}>{t("new.account", { number: group.account.number })}</Link>
      </p>
    );
  return (
    <p className={styles.head}>
      <Thumb preview={group.item.preview} />
      <Link href={`${incident}/items/${group.item.id}`}>{t("new.photo", { number: group.item.number })}</Link>
    </p>
  );
}

function GapLine({ line, scene }: { line: Line; scene: Scene }) {
  const t = useTranslations();
  const way = wayOf(line.gap, scene);
  const grantor = scene.grantors.find(({ id }) => id === line.grantor);
  const who: ReactNode = grantor && (
    <>
      <Link href={`/incidents/${scene.incidentId}/people/${grantor.id}`}>
        {t("terms.grantor", { pseudonym: grantor.pseudonym })}
      </Link>
      <span aria-hidden="true"> · </span>
    </>
  );
  return (
    <li className={styles.line}>
      <Icon name="alert" size={18} />
      <span>
        {who}
        {t(`terms.gaps.${line.why}`)}
        {line.count > 1 && ` (${t("disclosures.gaps.times", { count: line.count })})`}
        <span className={styles.how}>{t(`terms.gapsHow.${line.why}`)}</span>
        {way && (
          <Link href={way.href}>
            {t(`giving.ways.${way.does}`)}
            <VisuallyHidden>
              {" "}
              ({grantor ? t("terms.grantor", { pseudonym: grantor.pseudonym }) : t(`terms.gaps.${line.why}`)})
            </VisuallyHidden>
          </Link>
        )}
        {scene.groundAt !== undefined && insteadOf(line.gap)?.do === "ground" && (
          <a className={styles.how} href={scene.groundAt}>
            {t("officers.orGround")}
          </a>
        )}
      </span>
    </li>
  );
}
