/** What a reviewer's browser needs of dossiers: to list a file that only it has, to put it in, and to check the whole. No Node. */
export { filled } from "./filled";
export { verifyArchive, type Verdict } from "./verifier.mjs";
export { crc32 } from "./zip.mjs";
