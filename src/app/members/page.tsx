import { ButtonLink } from "~/components/button";
import { PageHeader } from "~/components/page-header";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../i18n";
import { UnderReview } from "../vouching/under-review";
import { Candidates } from "./candidates";
import { Departed } from "./departed";
import { Founding } from "./founding";
import { Invite } from "./invite";
import styles from "./members.module.css";
import { OpenInvites } from "./open-invites";
import { People } from "./people";
import { Recoveries } from "./recoveries";
import { Teams } from "./teams";

export default async function MembersPage() {
  const caller = await api();
  const [t, together, recordings, me, { members, invites }, teams, founding, candidates, recoveries] = await Promise.all([
    getTranslations("members"),
    getTranslations("stewardship.together"),
    getTranslations("recordings"),
    orNotFound(caller.members.me()),
    orNotFound(caller.members.list()),
    orNotFound(caller.teams.list()),
    orNotFound(caller.members.founding()),
    orNotFound(caller.vouching.candidates()),
    orNotFound(caller.recovery.list()),
  ]);
  return (
    <>
      <PageHeader
        actions={
          <>
            <ButtonLink href="/members/together" icon="people">
              {together("open")}
            </ButtonLink>
            <ButtonLink href="/recordings" icon="language">
              {recordings("open")}
            </ButtonLink>
          </>
        }
        lead={<p>{t("lead")}</p>}
        title={t("title")}
      />
      <UnderReview />
      <Departed members={members} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <People me={me.id} members={members} />
          <Teams members={members} teams={teams} />
        </div>
        <div className={styles.column}>
          {founding.open && <Invite teams={teams} />}
          <Candidates candidates={candidates} />
          <Recoveries recoveries={recoveries} />
          <Founding founding={founding} />
          <OpenInvites invites={invites} />
        </div>
      </div>
    </>
  );
}
