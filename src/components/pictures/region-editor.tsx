"use client";

import { useId, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { useLeaveWarning } from "~/components/incidents/leave-warning";
import { VisuallyHidden } from "~/components/visually-hidden";
import type { Region } from "~/domain/evidence";
import { centredOn, usualSize, type Box } from "./geometry";
import { drawn, unanswered, whoseIs } from "./region-answers";
import type { Saved } from "./region-edits";
import { RegionForm, type Person } from "./region-form";
import { RegionList } from "./region-list";
import { RegionOverlay, type Shown } from "./region-overlay";
import { RegionStatus, type Redaction } from "./region-status";
import { RegionHelp, RegionToolbar } from "./region-toolbar";
import styles from "./region-editor.module.css";
import { useRegionEditing } from "./use-region-editing";

type Props = {
  readonly incidentId: string;
  readonly itemId: string;
  readonly picture: Shown;
  readonly saved: Saved;
  readonly people: readonly Person[];
  readonly looked: boolean;
  readonly suggested: boolean;
  readonly redaction: Redaction;
};

/**
 * Marks what must not be seen on a picture. The overlay and the list show the same regions; either of them does
 * everything, so that neither a finger, a mouse nor sight is needed.
 */
export function RegionEditor({ incidentId, itemId, picture, saved, people, looked, suggested, redaction }: Props) {
  const t = useTranslations("regions");
  const terms = useTranslations("terms");
  const { editing, dispatch, dirty, pending, refused, save, confirm, bringIn } = useRegionEditing(itemId, saved);
  const { regions, selected } = editing;
  const [drawing, setDrawing] = useState(false);
  const [zoom, setZoom] = useState(1);
  const [said, setSaid] = useState("");
  /** Persons added here, until the page read anew brings them. */
  const [added, setAdded] = useState<readonly Person[]>([]);
  const help = useId();
  const frame = useRef<HTMLDivElement>(null);
  const firstField = useRef<HTMLSelectElement>(null);
  useLeaveWarning(dirty, t("leave"));

  const everybody = [...people, ...added.filter(({ id }) => !people.some((person) => person.id === id))];
  const pseudonym = (region: Region) => everybody.find(({ id }) => id === region.grantorId)?.pseudonym ?? "?";
  const whoseWord = (region: Region): string => {
    const whose = whoseIs(region);
    if (whose === null) return t("unanswered");
    return whose.subject === "person"
      ? terms("grantor", { pseudonym: pseudonym(region) })
      : terms(`subjects.${whose.subject}`);
  };
  const tagOf = (region: Region, index: number): string => {
    const sign = unanswered(region) ? "?" : region.grantorId ? ` ${pseudonym(region)}` : "";
    return `${index + 1}${sign}${region.origin === "detector" ? "*" : ""}`;
  };
  const labelOf = (region: Region, index: number): string =>
    t("named", {
      // As the tag says it: who speaks to the page names what they see.
      number: region.grantorId ? `${index + 1} ${pseudonym(region)}` : String(index + 1),
      kind: terms(`regionKinds.${region.kind}`),
      whose: whoseWord(region),
      covered: region.redact ? "yes" : "no",
      origin: terms(`origins.${region.origin}`),
    });

  const focusShape = (id: string | undefined) =>
    frame.current?.querySelector<SVGElement>(id ? `[data-region="${id}"][tabindex]` : "[data-region][tabindex]")?.focus();

  // Focus goes to what an act made or left, which is on the page only after the state is.
  function add(box: Box) {
    const region = drawn(crypto.randomUUID(), box);
    flushSync(() => {
      dispatch({ do: "add", region });
      setDrawing(false);
      setSaid(t("added", { number: regions.length + 1 }));
    });
    focusShape(region.id);
  }
  function remove(id: string) {
    const index = regions.findIndex((region) => region.id === id);
    const next = regions[index + 1] ?? regions[index - 1];
    flushSync(() => {
      dispatch({ do: "remove", id });
      setSaid(t("removed", { number: index + 1 }));
    });
    if (next) focusShape(next.id);
    else frame.current?.querySelector("button")?.focus();
  }
  function open(id: string) {
    flushSync(() => dispatch({ do: "select", id }));
    firstField.current?.focus();
  }
  function close(id: string) {
    flushSync(() => dispatch({ do: "select", id: null }));
    focusShape(id);
  }
  const toggle = (id: string) => (id === selected ? dispatch({ do: "select", id: null }) : open(id));
  function undo() {
    dispatch({ do: "undo" });
    setSaid(t("undone"));
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      undo();
    } else if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.metaKey && !event.altKey)
      add(centredOn({ x: picture.width / 2, y: picture.height / 2 }, usualSize(picture), picture));
    else if (event.key === "Escape") setDrawing(false);
  };

  const shown = regions.find(({ id }) => id === selected);
  return (
    <div className={styles.editor}>
      <div className={styles.stage} ref={frame}>
        <RegionToolbar
          drawing={drawing}
          mayUndo={editing.past.length > 0}
          onDrawing={setDrawing}
          onUndo={undo}
          onZoom={setZoom}
          zoom={zoom}
          onKeyDown={onKeyDown}
        />
        {drawing ? <p className={styles.hint}>{t("addHow")}</p> : null}
        <RegionOverlay
          picture={picture}
          regions={regions}
          selected={selected}
          drawing={drawing}
          zoom={zoom}
          label={t("picture", { count: regions.length })}
          describedBy={help}
          tagOf={tagOf}
          labelOf={labelOf}
          onAdd={add}
          onPlace={(id, box, continued) => dispatch({ do: "place", id, box, continued })}
          onSelect={(id) => dispatch({ do: "select", id })}
          onOpen={open}
          onRemove={remove}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.side}>
        {shown ? (
          <RegionForm
            key={shown.id}
            incidentId={incidentId}
            region={shown}
            number={regions.indexOf(shown) + 1}
            picture={picture}
            people={everybody}
            onChange={(region) => dispatch({ do: "change", region })}
            onPlace={(box) => dispatch({ do: "place", id: shown.id, box })}
            onRemove={() => remove(shown.id)}
            onClose={() => close(shown.id)}
            onPersonAdded={(person) => setAdded([...added, person])}
            firstField={firstField}
          />
        ) : null}
        <p className={styles.hint}>{suggested ? t("suggested") : t("suggesting")}</p>
        {regions.some(unanswered) ? (
          <Button onClick={() => dispatch({ do: "hide-unanswered" })} wide>
            {t("hideUnanswered")}
          </Button>
        ) : null}
        <RegionStatus
          unansweredCount={regions.filter(unanswered).length}
          dirty={dirty}
          looked={looked}
          redaction={redaction}
          merged={editing.merged}
          pending={pending}
          refused={refused}
          onSave={() => void save()}
          onConfirm={() => void confirm()}
          onBringIn={bringIn}
        />
        <h3>{t("list")}</h3>
        <RegionList regions={regions} selected={selected} whoseWord={whoseWord} onToggle={toggle} />
      </div>
      <div className={styles.helpArea}>
        <RegionHelp id={help} />
      </div>
      <output className={styles.said}>
        <VisuallyHidden>{said}</VisuallyHidden>
      </output>
    </div>
  );
}
