/** What the commands say, in the language of the terminal. */
import { languageOf } from "../language";
import { sayIn, unsupportedIn } from "../words";

export const say = sayIn(languageOf());
export const unsupported = unsupportedIn(languageOf());
