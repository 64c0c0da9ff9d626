import { createHash } from "node:crypto";
import { silence } from "../../support/mp3";
import type { Calls } from "../call";
import type { House } from "../house";

const another = async (house: House) => ({ recording: await house.recording() });

/** What is read out to people, as the instance recorded it. */
export const recordings = {
  "recordings.list": [{ ids: [], reach: "instance", input: () => undefined }],
  "recordings.fitting": [{ ids: [], reach: "instance", input: () => undefined }],
  "recordings.add": [
    {
      ids: [], reach: "instance",
      send: () => {
        const bytes = new Uint8Array(silence());
        const digest = createHash("sha256").update(bytes).digest("hex");
        return {
          path: "/api/trpc/recordings.add", body: bytes,
          headers: {
            "content-type": "application/octet-stream", "x-vouchsafe-language": "ti", "x-vouchsafe-passage": "start",
            "x-vouchsafe-digest": digest, "x-vouchsafe-size": String(bytes.length),
          },
        };
      },
    },
  ],
  "recordings.remove": [
    { ids: ["recording"], reach: "instance", input: ({ recording }) => ({ recordingId: recording }), afresh: another },
  ],
  "recordings.hear": [
    {
      ids: ["recording"], reach: "instance",
      send: ({ recording }) => ({ method: "GET", path: `/api/recordings/${encodeURIComponent(recording)}` }), afresh: another,
    },
  ],
} as const satisfies Partial<Calls>;
