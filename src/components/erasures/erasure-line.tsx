"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Line = Outputs["erasures"]["list"]["open"][number];

/** Something that is to go: on which ground, who planned it, when it goes or what keeps it, and what its reader may do. */
export function ErasureLine({ line }: { line: Line }) {
  const t = useTranslations("erasures");
  const router = useRouter();
  const { hold, plannedBy } = line;
  const erase = async () => {
    await trpc.erasures.erase.mutate({ erasureId: line.id });
    router.push("/erasures");
    router.refresh();
  };
  const callOff = async () => {
    await trpc.erasures.callOff.mutate({ erasureId: line.id });
    router.refresh();
  };
  return (
    <Stack gap="s">
      <p>
        <strong>{t(`grounds.${line.ground}`)}</strong>
      </p>
      <p>
        {t.rich("plannedOn", { date: filled(<Time at={line.plannedAt} shape="day" />) })}
        {plannedBy && <> {plannedBy.me ? t("byYou") : t("plannedBy", { handle: plannedBy.handle ?? "" })}</>}
      </p>
      {hold ? (
        <p>
          <Badge icon="lock" tone="attention">
            {t(hold.agreed ? "holdStates.held" : "holdStates.asked")}
          </Badge>{" "}
          {t.rich(hold.agreed ? "keptUntil" : "wantedUntil", { date: filled(<Time at={hold.until} shape="day" />) })} {t(`holdGrounds.${hold.ground}`)}
        </p>
      ) : (
        <p>{t.rich("dueOn", { date: filled(<Time at={line.dueAt} shape="day" />) })}</p>
      )}
      <Row>
        {line.may.erase && (
          <ConfirmButton confirmLabel={t("now.confirm")} icon="cross" label={t("now.button")} onConfirm={erase} title={t("now.title")}>
            <p>{t("now.explain")}</p>
          </ConfirmButton>
        )}
        {line.may.callOff && (
          <ConfirmButton
            confirmLabel={t("callOff.confirm")}
            confirmVariant="primary"
            icon="undo"
            label={t("callOff.button")}
            onConfirm={callOff}
            title={t("callOff.title")}
          >
            <p>{t("callOff.explain")}</p>
          </ConfirmButton>
        )}
      </Row>
    </Stack>
  );
}
