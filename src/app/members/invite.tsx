"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField } from "~/components/field";
import { filled } from "~/components/filled";
import { MadeLink } from "~/components/made-link";
import { RefusalNotice } from "~/components/refusal-notice";
import { RoleField } from "~/components/role-field";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import type { MemberRole } from "~/domain/roles";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Made = Outputs["members"]["invite"] & { role: MemberRole };

/** Makes a link that lets one person in. Its secret is in this page's memory only, and is gone with it. */
export function Invite({ teams }: { teams: readonly { id: string; name: string }[] }) {
  const t = useTranslations("members.invite");
  const terms = useTranslations("terms");
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Card title={t("title")}>
      {made ? (
        <MadeLink
          another={{ label: t("another"), onClick: () => setMade(null) }}
          to="/join"
          token={made.token}
          words={{
            title: t("madeTitle"),
            text: t.rich("madeText", { role: terms(`roles.${made.role}`), time: filled(<Time at={made.expiresAt} />) }),
            link: t("link"),
          }}
        />
      ) : (
        <InviteForm onMade={setMade} teams={teams} />
      )}
    </Card>
  );
}

function InviteForm({ teams, onMade }: { teams: readonly { id: string; name: string }[]; onMade: (made: Made) => void }) {
  const t = useTranslations("members.invite");
  const router = useRouter();
  const [role, setRole] = useState<MemberRole>("documenter");
  const [teamId, setTeamId] = useState("");
  const { pending, refused, attempt } = useAttempt();
  const make = async () => {
    const invite = await trpc.members.invite.mutate({ role, teamId: role === "documenter" && teamId ? teamId : null });
    onMade({ ...invite, role });
    router.refresh();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(make);
      }}
    >
      <Stack gap="m">
        <RoleField label={t("role")} onChange={setRole} value={role} />
        {role === "documenter" && (
          <SelectField
            hint={t("teamHint")}
            label={t("team")}
            onChange={(event) => setTeamId(event.target.value)}
            value={teamId}
          >
            <option value="">{t("noTeam")}</option>
            {teams.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </SelectField>
        )}
        <RefusalNotice refused={refused} />
        <Button icon="link" pending={pending} type="submit" variant="primary" wide>
          {t("make")}
        </Button>
      </Stack>
    </form>
  );
}
