"use client";

import { useId, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { useLeaveWarning } from "~/components/incidents/leave-warning";
import { Notice } from "~/components/notice";
import { VisuallyHidden } from "~/components/visually-hidden";
import { MAX_REGIONS, type Region, type RedactionMethod } from "~/domain/evidence";
import { centredOn, usualSize, type Box } from "./geometry";
import { drawn, unanswered } from "./region-answers";
import { isFull, nextUndecided, type Saved } from "./region-edits";
import { RegionForm } from "./region-form";
import { RegionList } from "./region-list";
import { RegionOverlay, type Shown } from "./region-overlay";
import { RegionStatus, type Confirmed, type Redaction } from "./region-status";
import { RegionHelp, RegionToolbar } from "./region-toolbar";
import styles from "./region-editor.module.css";
import { useRegionEditing } from "./use-region-editing";
import { useRegionFocus } from "./use-region-focus";
import { useRegionKeys } from "./use-region-keys";
import { useRegionWords, type Person } from "./use-region-words";
import { useStable } from "./use-stable";
import { useZoom } from "./use-zoom";

type Props = {
  readonly incidentId: string;
  readonly itemId: string;
  readonly picture: Shown;
  readonly saved: Saved;
  readonly people: readonly Person[];
  readonly looked: boolean;
  readonly suggested: boolean;
  readonly redaction: Redaction;
  readonly confirmed: Confirmed | null;
  /** The region that somebody was led to, which is open when the page is. */
  readonly begin: string | null;
};

/** Where a suggestion was answered: the next one is answered in the same place. */
type Place = "picture" | "bar" | "list";
const possible = (region: Region): boolean => region.possible;

/**
 * Marks what must not be seen on a picture. The overlay and the list show the same regions; either of them does
 * everything, so that neither a finger, a mouse nor sight is needed.
 */
export function RegionEditor({ incidentId, itemId, picture, saved, people, looked, suggested, redaction, confirmed, begin }: Props) {
  const t = useTranslations("regions");
  const { editing, dispatch, dirty, pending, refused, save, confirm, bringIn } = useRegionEditing(itemId, saved, begin);
  const { regions, selected } = editing;
  const [drawing, setDrawing] = useState(false);
  const [said, setSaid] = useState("");
  const [method, setMethod] = useState<RedactionMethod>(confirmed?.method ?? "solid");
  /** Persons added here, until the page read anew brings them. */
  const [added, setAdded] = useState<readonly Person[]>([]);
  const help = useId();
  const [stage, side, frame, canvas] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const firstField = useRef<HTMLSelectElement>(null);
  const focus = useRegionFocus(stage, side);
  const view = useZoom(frame, canvas, picture);
  useLeaveWarning(dirty, t("leave"));

  const everybody = useMemo(
    () => [...people, ...added.filter(({ id }) => !people.some((person) => person.id === id))],
    [people, added],
  );
  const words = useRegionWords(everybody);

  const full = isFull(regions);
  /** Begin to add, or stop. Nothing is begun that could not be kept. */
  function draw(on: boolean) {
    setDrawing(on && !full);
    if (on && full) setSaid(t("full", { most: MAX_REGIONS }));
  }
  // Focus goes to what an act made or left, which is on the page only after the state is.
  const add = useStable((box: Box) => {
    if (full) {
      draw(true);
      return;
    }
    const region = drawn(crypto.randomUUID(), box);
    flushSync(() => {
      dispatch({ do: "add", region });
      setDrawing(false);
      setSaid(t("added", { number: regions.length + 1 }));
    });
    focus.shape(region.id);
  });
  const remove = useStable((id: string) => {
    const index = regions.findIndex((region) => region.id === id);
    const next = regions[index + 1] ?? regions[index - 1];
    flushSync(() => {
      dispatch({ do: "remove", id });
      setSaid(t("removed", { number: index + 1 }));
    });
    focus.shape(next?.id);
  });
  /** Answer one suggestion and go on to the next, if there is one. */
  function decide(id: string, verb: "accept" | "dismiss", place: Place) {
    const number = regions.findIndex((region) => region.id === id) + 1;
    const next = nextUndecided(regions, id, (region) => region.possible && region.id !== id);
    const neighbour = verb === "accept" ? regions[number - 1] : (regions[number] ?? regions[number - 2]);
    flushSync(() => {
      dispatch(verb === "accept" ? { do: "accept", id } : { do: "remove", id });
      dispatch({ do: "select", id: next?.id ?? null });
      setSaid(t(verb === "accept" ? "suggestion.accepted" : "suggestion.dismissed", {
        number, left: regions.filter(possible).length - 1,
      }));
    });
    if (next) view.reveal(next);
    if (place === "list" && next) focus.answers(next.id);
    else if (place === "picture" || !next) focus.shape(next?.id ?? neighbour?.id);
  }
  const onPicture = (verb: "accept" | "dismiss") => (id: string) => decide(id, verb, "picture");
  const inBar = (verb: "accept" | "dismiss") => (id: string) => decide(id, verb, "bar");
  const acceptInList = useStable((id: string) => decide(id, "accept", "list"));
  const dismissInList = useStable((id: string) => decide(id, "dismiss", "list"));

  /** Lead somebody to a region: selected, in sight, with the focus on it. */
  function goTo(region: Region) {
    flushSync(() => {
      dispatch({ do: "select", id: region.id });
      setDrawing(false);
    });
    view.reveal(region);
    focus.shape(region.id);
  }
  function next() {
    const found = nextUndecided(regions, selected);
    if (found) goTo(found);
    else setSaid(t("nothingNext"));
  }
  const open = useStable((id: string) => {
    const region = regions.find((one) => one.id === id);
    if (!region) return;
    flushSync(() => dispatch({ do: "select", id }));
    view.reveal(region);
    if (region.possible) focus.bar();
    else firstField.current?.focus({ preventScroll: frame.current === null });
  });
  function close(id: string) {
    flushSync(() => dispatch({ do: "select", id: null }));
    focus.shape(id);
  }
  const toggle = useStable((id: string) => (id === selected ? dispatch({ do: "select", id: null }) : open(id)));
  function again(what: "undo" | "redo") {
    dispatch({ do: what });
    setSaid(t(what === "undo" ? "undone" : "redone"));
  }
  /** Nothing is confirmed while a suggestion waits: whoever tries is led to it. */
  function confirmAll() {
    const waiting = nextUndecided(regions, null, possible);
    if (!waiting) void confirm(method);
    else {
      goTo(waiting);
      setSaid(t("suggestion.first", { count: regions.filter(possible).length }));
    }
  }
  const onKeyDown = useRegionKeys(regions, picture, view, {
    onPlace: (id, box, continued) => dispatch({ do: "place", id, box, continued }),
    onOpen: open,
    onAccept: onPicture("accept"),
    onDismiss: onPicture("dismiss"),
    onRemove: remove,
    onUndo: () => again("undo"),
    onRedo: () => again("redo"),
    onNext: next,
    onAddHere: () => add(centredOn({ x: picture.width / 2, y: picture.height / 2 }, usualSize(picture), picture)),
    onEscape: () => {
      setDrawing(false);
      dispatch({ do: "select", id: null });
    },
  });

  const shown = regions.find(({ id }) => id === selected);
  return (
    <div className={styles.editor}>
      <div className={styles.stage} ref={stage}>
        <RegionToolbar
          drawing={drawing}
          mayUndo={editing.past.length > 0}
          mayRedo={editing.future.length > 0}
          waiting={regions.some(unanswered)}
          onDrawing={draw}
          onUndo={() => again("undo")}
          onRedo={() => again("redo")}
          onNext={next}
          view={view}
          onKeyDown={onKeyDown}
        />
        {full ? (
          <Notice tone="attention">
            <p>{t("full", { most: MAX_REGIONS })}</p>
          </Notice>
        ) : null}
        {drawing ? <p className={styles.hint}>{t("addHow")}</p> : null}
        <RegionOverlay
          frame={frame}
          canvas={canvas}
          view={view}
          picture={picture}
          regions={regions}
          selected={selected}
          drawing={drawing}
          label={t("picture", { count: regions.length })}
          frameLabel={t("frame")}
          describedBy={help}
          words={words}
          onAdd={add}
          onPlace={(id, box) => dispatch({ do: "place", id, box })}
          onSelect={(id) => dispatch({ do: "select", id })}
          onOpen={open}
          onAccept={inBar("accept")}
          onDismiss={inBar("dismiss")}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.side} ref={side}>
        {shown && !shown.possible ? (
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
        {regions.some((region) => unanswered(region) && !region.possible) ? (
          <Button onClick={() => dispatch({ do: "hide-unanswered" })} wide>
            {t("hideUnanswered")}
          </Button>
        ) : null}
        <RegionStatus
          suggestionCount={regions.filter(possible).length}
          unansweredCount={regions.filter((region) => unanswered(region) && !region.possible).length}
          dirty={dirty}
          looked={looked}
          redaction={redaction}
          confirmed={confirmed}
          method={method}
          merged={editing.merged}
          disputed={editing.disputed}
          pending={pending}
          refused={refused}
          onAcceptAll={() => dispatch({ do: "accept-all" })}
          onMethod={setMethod}
          onSave={() => void save()}
          onConfirm={confirmAll}
          onBringIn={bringIn}
        />
        <h3>{t("list")}</h3>
        <RegionList
          regions={regions}
          selected={selected}
          words={words}
          onToggle={toggle}
          onAccept={acceptInList}
          onDismiss={dismissInList}
        />
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
