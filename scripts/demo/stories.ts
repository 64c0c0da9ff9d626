import sharp from "sharp";
import type { AccountText, IncidentDetails } from "~/domain/incident";
import { drawnFaces, type Drawn } from "./drawn-face";

export type Story = {
  readonly details: IncidentDetails;
  readonly account: AccountText;
  /** Whether each person who is asked is a minor. */
  readonly people: readonly boolean[];
  readonly photos: readonly (readonly Drawn[])[];
  /** Whether somebody has looked at the photos already. */
  readonly looked: boolean;
};

/** A local wall-clock time some days ago. */
export function daysAgo(days: number, time: string): string {
  const date = new Date(Date.now() - days * 86_400_000);
  return `${date.toISOString().slice(0, 10)}T${time}`;
}

/** What the fictional collective has seen. Every place, unit and number is invented. */
export const stories: readonly Story[] = [
  {
    details: {
      start: daysAgo(3, "06:40"), end: daysAgo(3, "08:10"), precision: "exact", place: "Pine wood behind the old brickworks",
      kinds: ["eviction", "belongings-destroyed", "observer-obstructed"],
      forces: [{ service: "Police", unit: "Third company", officers: 24, plates: ["AA-000-ZZ"], numbers: ["0000001", "0000002"] }],
      people: { count: 35, minors: "yes", injuries: "One sprained ankle, treated on the spot." },
      askedOfObservers: "To stay behind a tape, thirty metres away.",
    },
    account: {
      language: "en",
      text: "We arrived at 06:40. The camp was woken with loudhailers. Tents were cut and loaded on a lorry, with papers and medicine inside. Person A asked for a rucksack back and was refused.",
    },
    people: [false, false],
    photos: [[{ x: 260, y: 300, size: 1.1 }, { x: 640, y: 320, size: 1 }], [{ x: 450, y: 300, size: 1.3 }]],
    looked: true,
  },
  {
    details: {
      start: daysAgo(1, "22:15"), end: null, precision: "about", place: "Beach road, second car park",
      kinds: ["tear-gas", "push-back"],
      forces: [{ service: "Border guard", unit: "", officers: null, plates: [], numbers: [] }],
      people: { count: 18, minors: "unknown", injuries: "Several people could not see for some minutes." },
      askedOfObservers: "",
    },
    account: {
      language: "fr",
      text: "Le groupe marchait vers la plage. Trois grenades lacrymogènes ont été tirées sans sommation. Les gens ont été repoussés vers la route.",
    },
    people: [],
    photos: [[{ x: 300, y: 320, size: 0.9 }, { x: 560, y: 300, size: 1 }, { x: 760, y: 330, size: 0.9 }]],
    looked: false,
  },
];

/** A story's photos as a telephone would have written them: with place, time, device and owner. */
export function photographs(story: Story): Promise<Buffer[]> {
  const taken = `${story.details.start.replace("T", " ").replaceAll("-", ":")}:20`;
  return Promise.all(
    story.photos.map(async (people, position) =>
      sharp(await drawnFaces(960, 720, people))
        .jpeg({ quality: 90 })
        .withExif({
          IFD0: { Make: "Fictional", Model: "Phone 9", Artist: "An owner's name", Software: `camera 1.${position}` },
          IFD2: { DateTimeOriginal: taken, OffsetTimeOriginal: "+01:00", BodySerialNumber: "SN-000042" },
          IFD3: {
            GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 0/1",
          },
        })
        .toBuffer(),
    ),
  );
}
