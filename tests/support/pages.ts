import type { NextRequest } from "next/server";
import { isValidElement, type ReactElement } from "react";

/**
 * A page as a door: what it decides before anything is drawn, and everything that it would hand to the browser, as text.
 * The page and the pieces of it that ask the server are run as they are; what only draws is not, but what it is given is
 * read. A redirect, a page that is not there and an error come as Next has them.
 */
type Props = Readonly<Record<string, unknown>>;
type Piece = (props: Props) => unknown;
export type Page = { readonly default: Piece; readonly generateMetadata?: Piece };

const isAsync = (piece: unknown): piece is Piece => typeof piece === "function" && piece.constructor.name === "AsyncFunction";

async function textOf(node: unknown): Promise<string[]> {
  const settled = await node;
  if (typeof settled === "string" || typeof settled === "number") return [String(settled)];
  if (settled instanceof Date) return [settled.toISOString()];
  if (Array.isArray(settled)) return (await Promise.all(settled.map(textOf))).flat();
  if (typeof settled !== "object" || settled === null) return [];
  if (!isValidElement(settled)) return textOf(Object.values(settled));
  const { type, props } = settled as ReactElement<Props>;
  return isAsync(type) ? textOf(type(props)) : textOf(Object.values(props));
}

type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> };

export const asDoor = (page: Page) => ({
  GET: async (request: NextRequest, { params }: Context): Promise<Response> => {
    const searchParams = Promise.resolve(Object.fromEntries(request.nextUrl.searchParams));
    const asked = { params: params ?? Promise.resolve({}), searchParams };
    const words = await textOf([page.default(asked), page.generateMetadata?.(asked)]);
    return new Response(words.join("\n"), { headers: { "content-type": "text/plain; charset=utf-8" } });
  },
});
