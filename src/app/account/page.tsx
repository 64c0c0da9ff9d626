import { ButtonLink } from "~/components/button";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { Facts, Row, Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../i18n";
import { AuthenticatorApp } from "./authenticator-app";
import { Depart } from "./depart";
import { Passkeys } from "./passkeys";
import { Passphrase } from "./passphrase";
import { RecoveryCodes } from "./recovery-codes";
import { Sessions } from "./sessions";
import { SignOut } from "./sign-out";

export default async function AccountPage() {
  const caller = await api();
  const [t, terms, vouching, course, member, passkeys, codes, sessions] = await Promise.all([
    getTranslations("account"),
    getTranslations("terms"),
    getTranslations("vouching"),
    getTranslations("course"),
    orNotFound(caller.members.me()),
    caller.passkeys.list(),
    caller.recoveryCodes.left(),
    caller.sessions.list(),
  ]);
  return (
    <>
      <PageHeader title={t("title")} />
      <Stack>
        <Card title={t("who")}>
          <Facts>
            <dt>{t("handle")}</dt>
            <dd>
              <Ltr>{member.handle}</Ltr>
            </dd>
            <dt>{t("role")}</dt>
            <dd>
              {t("roleIs", { role: terms(`roles.${member.role}`), does: terms(`rolesDo.${member.role}`) })}
            </dd>
            {member.role === "documenter" && <Teams teams={member.teams} />}
            <dt>{t("language")}</dt>
            <dd>{t("languageText")}</dd>
          </Facts>
        </Card>
        {member.role !== "candidate" && (
          <Card title={vouching("title")}>
            <Stack gap="m">
              <p>{vouching("lead")}</p>
              <Row>
                <ButtonLink href="/vouching" icon="link">
                  {vouching("title")}
                </ButtonLink>
                <ButtonLink href="/course" icon="info">
                  {course("title")}
                </ButtonLink>
              </Row>
            </Stack>
          </Card>
        )}
        <Passkeys passkeys={passkeys} />
        <Passphrase />
        <AuthenticatorApp />
        <RecoveryCodes codes={codes} isHereByOne={sessions.some(({ isThis, means }) => isThis && means === "paper")} />
        <Sessions sessions={sessions} />
        <SignOut />
        <Depart />
      </Stack>
    </>
  );
}

/** A team bounds what documenters see; nobody else is in one. */
async function Teams({ teams }: { teams: Outputs["members"]["me"]["teams"] }) {
  const t = await getTranslations("account");
  return (
    <>
      <dt>{t("teams")}</dt>
      <dd>
        {teams.length === 0 ? (
          t("noTeams")
        ) : (
          <ul>
            {teams.map((team) => (
              <li key={team.id}>
                <bdi>{team.name}</bdi> (<Ltr>{team.code}</Ltr>)
              </li>
            ))}
          </ul>
        )}
      </dd>
    </>
  );
}
