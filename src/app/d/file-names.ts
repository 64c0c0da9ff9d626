/** Names that say nothing but the order: what is downloaded must not tell more than what is shown. */
export const exhibitFileName = (exhibit: number): string => `exhibit-${String(exhibit).padStart(2, "0")}.jpg`;

export const MANIFEST_FILE_NAME = "manifest.json";
