"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { countOf, type Scene } from "~/components/disclosures/scene";
import { SelectField, TextArea, TextField } from "~/components/field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { hidesOfficers, Purpose, purposeNames } from "~/domain/consent";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { AccountsField } from "./accounts-field";
import { useAssessment, useWhole } from "./assessment";
import { GapsPanel } from "./gaps-panel";
import { OpeningField } from "./opening-field";
import { GROUND, GroundField } from "./ground-field";
import { PhotosField } from "./photos-field";
import {
  assessmentOf, chosenFrom, emptyProposal, formsFor, groundOf, missingFrom, mostOf, withAccount, wholeFrom, withForm, withPurpose, withSize, type Proposal,
  type WholeDraft,
} from "./proposal";
import { RecipientField, type Known } from "./recipient-field";
import type { Term } from "./term";
import { WholeField } from "./whole-field";

type Incident = Outputs["incidents"]["read"];

const sceneOf = (incident: Incident, purpose: Purpose, isWhole: boolean): Scene => ({
  incidentId: incident.id,
  purpose,
  groundAt: `#${GROUND}`,
  // What is only kept sealed has no form that a link can carry; the others keep their numbers.
  items: incident.items.flatMap(({ id, preview, state }, index) =>
    state === "refused" && !isWhole ? [] : [{ id, preview, number: index + 1 }],
  ),
  accounts: incident.accounts.map(({ id }, index) => ({ id, number: index + 1 })),
  grantors: incident.grantors,
});

/** What is asked about, without what the recipient and the ground say when it is proposed. */
function proposedFrom<A extends { readonly recipientClass: unknown; readonly grounded?: unknown }>({ recipientClass: _kind, grounded: _known, ...rest }: A) {
  return rest;
}

/** @param props.isWhole everything in the incident that may leave, instead of what is chosen thing by thing */
export function ProposalForm({ incident, known, term, isWhole }: { incident: Incident; known: Known; term: Term; isWhole: boolean }) {
  const t = useTranslations("disclosures.new");
  const terms = useTranslations("terms");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [tried, setTried] = useState(false);
  const [proposal, setProposal] = useState<Proposal>(() => emptyProposal(term));
  const { purpose, recipientClass, day, photos, accounts } = proposal;
  const officersGround = groundOf(proposal);
  const grounded = officersGround !== null;
  const [draft, setDraft] = useState<WholeDraft>({ originals: false, size: "reduced" });
  const asked = useMemo(
    () => isWhole ? null : assessmentOf(incident.id, { purpose, recipientClass, day, photos, accounts }, term, grounded),
    [isWhole, incident.id, purpose, recipientClass, day, photos, accounts, term, grounded],
  );
  const assessment = useAssessment(asked);
  const askedWhole = useMemo(
    () => (isWhole ? wholeFrom(incident.id, { purpose, recipientClass, day }, draft, term, grounded) : null),
    [isWhole, incident.id, purpose, recipientClass, day, draft, term, grounded],
  );
  const whole = useWhole(askedWhole);
  const scene = sceneOf(incident, purpose, isWhole);
  const { nothing, ...lacking } = missingFrom(proposal, term);
  const missing = isWhole ? lacking : { ...lacking, ...(nothing && { nothing }) };
  const set = (part: Partial<Proposal>) => setProposal((current) => ({ ...current, ...part }));

  const propose = () => {
    setTried(true);
    if (Object.keys(missing).length > 0) return;
    const recipient = chosenFrom(proposal);
    const { conditions, secret } = proposal.opening;
    const opening = { conditions: [...conditions], most: mostOf(proposal.opening.most) ?? null, secret };
    const wish = { recipient, reason: proposal.reason.trim(), officersGround, opening };
    const send = async (made: Promise<{ id: string }>) => router.push(`/disclosures/${(await made).id}`);
    if (askedWhole) void attempt(() => send(trpc.disclosures.proposeWhole.mutate({ ...proposedFrom(askedWhole), ...wish })));
    else if (asked) void attempt(() => send(trpc.disclosures.propose.mutate({ ...proposedFrom(asked), ...wish })));
  };
  const gaps = assessment.at === "known" ? countOf(assessment.gaps, scene) : 0;

  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!pending) propose();
      }}
    >
      <Stack>
        <Card title={t("what")}>
          <SelectField
            hint={t("purposeHint")}
            label={t("purpose")}
            onChange={(event) => setProposal(withPurpose(proposal, Purpose.parse(event.target.value)))}
            required
            value={proposal.purpose}
          >
            {purposeNames.map((name) => (
              <option key={name} value={name}>
                {terms(`purposes.${name}`)}
              </option>
            ))}
          </SelectField>
          <TextArea
            error={tried && missing.reason && t("missing.reason")}
            hint={t("reasonHint")}
            label={t("reason")}
            maxLength={2000}
            onChange={(event) => set({ reason: event.target.value })}
            required
            rows={3}
            value={proposal.reason}
          />
        </Card>
        <Card title={t("recipient")}>
          <RecipientField known={known} nameMissing={tried && missing.name === true} onChange={setProposal} proposal={proposal} />
          <TextField
            error={tried && missing.until && t("missing.until")}
            hint={t("untilHint")}
            label={t("until")}
            max={term.last}
            min={term.first}
            onChange={(event) => set({ day: event.target.value })}
            required
            type="date"
            value={proposal.day}
          />
        </Card>
        {isWhole ? (
          <WholeField assessment={whole} draft={draft} onChange={setDraft} proposal={proposal} scene={scene} />
        ) : (
          <>
            <PhotosField
              items={scene.items}
              onForm={(id, form) => setProposal(withForm(proposal, id, form))}
              onSize={(id, size) => setProposal(withSize(proposal, id, size))}
              proposal={proposal}
            />
            <AccountsField
              accounts={incident.accounts}
              forms={formsFor(purpose)}
              chosen={proposal.accounts}
              onForm={(id, form) => setProposal(withAccount(proposal, id, form))}
            />
          </>
        )}
        {hidesOfficers(purpose, recipientClass) && (
          <GroundField ground={proposal.ground} onChange={(ground) => set({ ground })} />
        )}
        <OpeningField
          error={tried && missing.most === true}
          onChange={(part) => set({ opening: { ...proposal.opening, ...part } })}
          opening={proposal.opening}
        />
        {!isWhole && <GapsPanel assessment={assessment} scene={scene} wrong={tried && nothing ? t("missing.nothing") : null} />}
        <RefusalNotice refused={refused} />
        <Row>
          <Button icon="share" pending={pending} type="submit" variant="primary">
            {gaps > 0 ? t("submitWithGaps", { count: gaps }) : t("submit")}
          </Button>
          <span>{t("submitHint")}</span>
        </Row>
      </Stack>
    </form>
  );
}
