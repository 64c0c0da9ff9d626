/**
 * Untrusted bytes → clean bytes. Knows nothing of incidents, people or storage.
 *
 * Hides: decoders, which run in a process of their own with nothing to steal and little to break; the formats; the encoder; the detectors.
 * Promises: a `CleanImage` is a picture and nothing else, shown by a reader that knows nothing of the writer; no compressed picture is ever
 * decoded in the calling process; a hostile file costs bounded time and memory and ends as a `MediaRefusal`.
 * Does not: keep originals, name files, judge what a picture shows, hide which camera took it (see SAFE_LONG_EDGE), or find every face.
 */
export { check, type Checked } from "./check";
export { type Confinement, confinement } from "./confinement";
export { close } from "./close";
export { decodersAtWork, warm } from "./confined/pool";
export { peakMemory } from "./confined/outside";
export type { Residue, ResidueKind } from "./formats/format";
export { type FormatId, formatIds } from "./formats/list";
export { type RefusedKind, refusedKinds } from "./formats/refused";
export { encoder } from "./encode";
export { type FramedFace, type Suggestion, frameFaces, headOf, suggestFaces } from "./faces";
export type { FaceModel } from "./faces/detector";
export { CONFIDENT, POSSIBLE } from "./faces/parameters";
export { useDetectors } from "./faces/thread";
export { inspect } from "./inspect";
export { limits } from "./limits";
export { mark } from "./mark";
export { type CleanImage, type CleanRecording, type Untrusted, untrust } from "./proof";
export { Recipe } from "./recipe";
export { type RecordingFault, RecordingRefusal, sanitiseRecording } from "./recording";
export { type Redaction, type Region, planned, redact, redactInSizes, replay } from "./redact";
export { type Method, methods } from "./redaction/methods";
export { type Shape, inside } from "./redaction/shapes";
export { MediaInterrupted, MediaRefusal, type RefusalCode, type RefusalDetails, refusalCodes } from "./refusal";
export { resize } from "./resize";
export { readmit, sanitise, sanitiseInSizes } from "./sanitise";
export { DISPLAY_EDGE, PREVIEW_EDGE, SAFE_LONG_EDGE, reducedEdge, standardEdge } from "./sizes";
export { sniff, type Unsupported } from "./sniff";
export { Told } from "./told";
