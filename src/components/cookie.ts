/** A cookie as a script of ours writes it down: for all of our pages, and sent with no request that another site begins. */
export const strictCookie = (name: string, value: string, seconds: number, secure: boolean): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure ? "; Secure" : ""}`;
