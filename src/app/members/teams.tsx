"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { Empty } from "~/components/empty";
import { SelectField, TextField } from "~/components/field";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./members.module.css";

type Member = Outputs["members"]["list"]["members"][number];
type Team = Outputs["teams"]["list"][number];

export function Teams({ teams, members }: { teams: readonly Team[]; members: readonly Member[] }) {
  const t = useTranslations("members.teams");
  return (
    <>
      <Card title={t("title")}>
        {teams.length === 0 ? (
          <Empty icon="people" title={t("none")}>
            <p>{t("noneText")}</p>
          </Empty>
        ) : (
          <div>
            {teams.map((team) => (
              <TeamMembers key={team.id} members={members} team={team} />
            ))}
          </div>
        )}
      </Card>
      <CreateTeam taken={teams.map((team) => team.code)} />
    </>
  );
}

function TeamMembers({ team, members }: { team: Team; members: readonly Member[] }) {
  const t = useTranslations("members.teams");
  const router = useRouter();
  const place = async (memberId: string, placed: boolean) => {
    await trpc.teams.place.mutate({ teamId: team.id, memberId, placed });
    router.refresh();
  };
  // A team bounds what documenters see; nobody else needs one.
  const others = members.filter(
    (member) =>
      member.role === "documenter" && member.vettedAt && !member.suspendedAt && !team.members.some((placed) => placed.id === member.id),
  );
  return (
    <section className={styles.team}>
      <h3>
        <bdi>{team.name}</bdi> (<Ltr>{team.code}</Ltr>)
      </h3>
      <p className={styles.quiet}>{t("members", { count: team.members.length })}</p>
      <ul className={styles.list}>
        {team.members.map((member) => (
          <li className={styles.person} key={member.id}>
            <Ltr>{member.handle}</Ltr>
            <ConfirmButton
              confirmLabel={t("remove")}
              label={t("remove")}
              onConfirm={() => place(member.id, false)}
              title={t("removeTitle", { handle: member.handle, team: team.name })}
            >
              <p>{t("removeText")}</p>
            </ConfirmButton>
          </li>
        ))}
      </ul>
      {others.length > 0 && <PlaceForm label={t("add", { team: team.name })} onPlace={(id) => place(id, true)} others={others} />}
    </section>
  );
}

function PlaceForm({
  label,
  others,
  onPlace,
}: {
  label: string;
  others: readonly Member[];
  onPlace: (memberId: string) => Promise<void>;
}) {
  const t = useTranslations("members.teams");
  const [chosen, setChosen] = useState("");
  const { pending, refused, attempt } = useAttempt();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => {
          await onPlace(chosen);
          setChosen("");
        });
      }}
    >
      <Stack gap="s">
        <div className={styles.placing}>
          <SelectField label={label} onChange={(event) => setChosen(event.target.value)} required value={chosen}>
            <option disabled value="">
              {t("choose")}
            </option>
            {others.map((member) => (
              <option key={member.id} value={member.id}>
                {member.handle}
              </option>
            ))}
          </SelectField>
          <Button disabled={chosen === ""} icon="plus" pending={pending} type="submit">
            {t("place")}
          </Button>
        </div>
        <RefusalNotice refused={refused} />
      </Stack>
    </form>
  );
}

const CODE = /^[A-Z]{2,5}$/;

/** `taken`: the codes of the teams that there are. */
function CreateTeam({ taken }: { taken: readonly string[] }) {
  const t = useTranslations("members.teams");
  const router = useRouter();
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const wrong = !CODE.test(code) ? "codeShape" : taken.includes(code) ? "codeTaken" : null;
  const create = async () => {
    await trpc.teams.create.mutate({ name: name.trim(), code });
    setName("");
    setCode("");
    setTried(false);
    router.refresh();
  };
  return (
    <Card title={t("create")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (wrong === null) void attempt(create);
        }}
      >
        <Stack gap="m">
          <TextField
            dir="auto"
            label={t("name")}
            maxLength={60}
            name="name"
            onChange={(event) => setName(event.target.value)}
            required
            value={name}
          />
          <TextField
            autoCapitalize="characters"
            dir="ltr"
            error={tried && wrong !== null && t(wrong)}
            hint={t("codeHint")}
            label={t("code")}
            maxLength={5}
            name="code"
            onChange={(event) => setCode(event.target.value.toUpperCase())}
            required
            spellCheck={false}
            value={code}
          />
          <RefusalNotice refused={refused} />
          <Button icon="plus" pending={pending} type="submit">
            {t("make")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
