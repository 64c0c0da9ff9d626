/** What the keys of the queue do. */
export const keys = { j: "down", k: "up", x: "mark", "/": "search", "?": "help" } as const;
export type KeyAct = (typeof keys)[keyof typeof keys];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "isComposing" | "defaultPrevented">;
/** Of what has the focus, as much as tells whether its letters are its own. */
type Target = { readonly tag: string; readonly type: string; readonly editable: boolean; readonly inDialog: boolean };

/** What takes no letter although it is a field. */
const letterless: ReadonlySet<string> = new Set(["checkbox", "radio", "button", "submit", "reset"]);

/** Whether somebody is typing, or choosing by letters. */
const isTyping = ({ tag, type, editable }: Target): boolean =>
  editable || tag === "TEXTAREA" || tag === "SELECT" || (tag === "INPUT" && !letterless.has(type));

/** What a key means, if it is ours: never while somebody types, in a question, or where the browser or the system has it. */
export function actOf(pressed: Pressed, target: Target): KeyAct | null {
  if (pressed.defaultPrevented || pressed.isComposing || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (target.inDialog || isTyping(target)) return null;
  const key = pressed.key.toLowerCase();
  return key in keys ? keys[key as keyof typeof keys] : null;
}

/** Which line has the focus next; from none, the first. */
export const moved = (at: number, by: 1 | -1, count: number): number => Math.max(0, Math.min(count - 1, at < 0 ? 0 : at + by));

/** Ids in parts of at most so many: a question to the API takes fifty acts at once. */
export const inParts = <T>(all: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, n) => all.slice(n * most, (n + 1) * most));
