import { EARLIEST, type IncidentDetails, type IncidentKind, type timePrecisions } from "~/domain/incident";
import type * as z from "zod";

/** What stands in the fields of the form: text as it was typed, so that half a sentence survives a refusal. */
export type IncidentDraft = {
  readonly startDate: string;
  readonly startTime: string;
  readonly endDate: string;
  readonly endTime: string;
  readonly precision: (typeof timePrecisions)[number];
  readonly place: string;
  readonly kinds: readonly z.infer<typeof IncidentKind>[];
  readonly forces: readonly ForcesDraft[];
  readonly count: string;
  readonly minors: IncidentDetails["people"]["minors"];
  readonly injuries: string;
  readonly asked: string;
};
export type ForcesDraft = {
  /** Tells entries apart while they are typed; it is not sent. */
  readonly key: number;
  readonly service: string;
  readonly unit: string;
  readonly officers: string;
  readonly plates: string;
  readonly numbers: string;
};

export type Wrong =
  | "startDate" | "startTime" | "endDate" | "endTime" | "endsBefore" | "place" | "kinds" | "count"
  | `forces.${number}.${"officers" | "plates" | "numbers"}`;

export const emptyForces = (key: number): ForcesDraft => ({ key, service: "", unit: "", officers: "", plates: "", numbers: "" });

export const emptyDraft = (today: string): IncidentDraft => ({
  startDate: today, startTime: "", endDate: "", endTime: "", precision: "exact",
  place: "", kinds: [], forces: [], count: "", minors: "unknown", injuries: "", asked: "",
});

const typed = (value: number | null): string => (value === null ? "" : String(value));

/** The form as it stands for details that were saved before. */
export function draftOf(details: IncidentDetails): IncidentDraft {
  const [startDate = "", startTime = ""] = details.start.split("T");
  const [endDate = "", endTime = ""] = details.end?.split("T") ?? [];
  const dayOnly = details.precision === "day";
  return {
    startDate,
    startTime: dayOnly ? "" : startTime,
    endDate,
    endTime: dayOnly ? "" : endTime,
    precision: details.precision,
    place: details.place,
    kinds: details.kinds,
    forces: details.forces.map((one, key) => ({
      key,
      service: one.service,
      unit: one.unit,
      officers: typed(one.officers),
      plates: one.plates.join(", "),
      numbers: one.numbers.join(", "),
    })),
    count: typed(details.people.count),
    minors: details.people.minors,
    injuries: details.people.injuries,
    asked: details.askedOfObservers,
  };
}

/** Several in one line, between commas of any script, semicolons or line breaks. */
export const listed = (text: string): string[] =>
  text.split(/[,;،؛\n]/).map((one) => one.trim()).filter((one) => one !== "");

/** A whole number, null for nothing, undefined for what is none. Arabic digits count as what they are. */
function counted(text: string, most: number): number | null | undefined {
  const plain = text.trim().replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  if (plain === "") return null;
  return /^\d{1,7}$/.test(plain) && Number(plain) <= most ? Number(plain) : undefined;
}

const tooLong = (list: readonly string[]): boolean => list.length > 50 || list.some((one) => one.length > 20);

/** The details that the draft says, or everything in it that has to be mended first. */
export function detailsOf(draft: IncidentDraft): { details: IncidentDetails } | { wrong: Wrong[] } {
  const dayOnly = draft.precision === "day";
  const wrong: Wrong[] = [];
  const start = `${draft.startDate}T${dayOnly ? "00:00" : draft.startTime}`;
  const ended = draft.endDate !== "" || (!dayOnly && draft.endTime !== "");
  const end = ended ? `${draft.endDate}T${dayOnly ? "00:00" : draft.endTime}` : null;
  const count = counted(draft.count, 100_000);
  if (draft.startDate < EARLIEST) wrong.push("startDate");
  if (!dayOnly && draft.startTime === "") wrong.push("startTime");
  if (ended && draft.endDate === "") wrong.push("endDate");
  if (ended && !dayOnly && draft.endTime === "") wrong.push("endTime");
  if (wrong.length === 0 && end !== null && end < start) wrong.push("endsBefore");
  if (draft.place.trim() === "") wrong.push("place");
  if (draft.kinds.length === 0) wrong.push("kinds");
  if (count === undefined) wrong.push("count");
  const forces = draft.forces.flatMap(({ service, unit, officers, plates, numbers }, index) => {
    const one = { officers: counted(officers, 10_000), plates: listed(plates), numbers: listed(numbers) };
    if (one.officers === undefined) wrong.push(`forces.${index}.officers`);
    if (tooLong(one.plates)) wrong.push(`forces.${index}.plates`);
    if (tooLong(one.numbers)) wrong.push(`forces.${index}.numbers`);
    const said = { service: service.trim(), unit: unit.trim(), ...one, officers: one.officers ?? null };
    // An entry that was opened and left empty says nothing.
    const empty = [said.service, said.unit, officers.trim(), ...said.plates, ...said.numbers].every((text) => text === "");
    return empty ? [] : [said];
  });
  if (wrong.length > 0 || count === undefined) return { wrong };
  return {
    details: {
      start, end, precision: draft.precision, place: draft.place.trim(), kinds: [...draft.kinds], forces,
      people: { count, minors: draft.minors, injuries: draft.injuries.trim() },
      askedOfObservers: draft.asked.trim(),
    },
  };
}
