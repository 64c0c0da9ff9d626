/** The code as an authenticator app shows it: spaces taken out, Arabic-Indic and Persian digits turned into 0–9. */
export const plainDigits = (text: string): string =>
  text
    .replace(/[\s-]/g, "")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

export const isCode = (text: string): boolean => /^\d{6}$/.test(plainDigits(text));
