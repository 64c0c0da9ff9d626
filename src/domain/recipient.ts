import * as z from "zod";
import { RecipientClass } from "./consent";

/** Whoever is given something: what is kept of them, and where they answer for it. */

/** ISO 3166-1 alpha-2. */
export const countries = [
  "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ",
  "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR",
  "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR",
  "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU",
  "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ",
  "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ",
  "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF",
  "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI",
  "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR",
  "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
] as const;
/** Whose law they are under, or none where it is nobody's in particular. */
export const Jurisdiction = z.enum(countries).nullable();
export type Jurisdiction = z.infer<typeof Jurisdiction>;

export const MOST_NAME = 200;
export const MOST_REACH = 500;
/** The longest kind of age public key, against quantum computers, has about 2,000 letters. */
export const MOST_AGE_KEY = 2500;
/** As it was typed; whether it is a key to which something can be sealed is for the vault to say. */
export const AgeKey = z.string().trim().max(MOST_AGE_KEY);

/** What a reviewer writes down of somebody. Another version is another row: what was proposed to one stays with that one. */
export const RecipientDetails = z.strictObject({
  class: RecipientClass,
  name: z.string().trim().min(1).max(MOST_NAME),
  /** By which channel they are reached, empty where nobody said. */
  reach: z.string().trim().max(MOST_REACH).default(""),
  jurisdiction: Jurisdiction.default(null),
  /** Their age public key, to which a dossier for them is sealed; empty where they have none. */
  ageKey: AgeKey.default(""),
});
export type RecipientDetails = z.infer<typeof RecipientDetails>;

/** Somebody from the list, by the version that was seen there, or somebody new. */
export const ChosenRecipient = z.union([z.strictObject({ id: z.uuid() }), RecipientDetails]);
export type ChosenRecipient = z.infer<typeof ChosenRecipient>;
