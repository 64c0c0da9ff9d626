/** The formats that come in. A new one is a file beside this one and a line here; its decoder is named in `confined/child.mjs`. */
import { avif } from "./avif";
import { gif } from "./gif";
import { heic } from "./heic";
import { jpeg } from "./jpeg";
import { png } from "./png";
import { tiff } from "./tiff";
import { webp } from "./webp";

export const formats = [jpeg, png, webp, avif, heic, tiff, gif] as const;

export type FormatId = (typeof formats)[number]["id"];
export const formatIds = formats.map((format) => format.id);
