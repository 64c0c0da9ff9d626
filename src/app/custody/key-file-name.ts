/** What the browser offers as the file's name. */
export const KEY_FILE_NAME = "vouchsafe-custody-key.age";
