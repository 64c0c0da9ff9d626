import { getDocumentProxy, getMeta } from "unpdf";

/** What another program than the one that made it reads in a PDF: its pages' texts as they are said, its outline and what it says of itself. */
export async function readPdf(bytes: Uint8Array) {
  // It takes what it is given for its own.
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { info } = await getMeta(pdf);
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, n) => {
      const page = await pdf.getPage(n + 1);
      const [{ items }, tree] = [await page.getTextContent(), await page.getStructTree()];
      return { text: items.map((item) => ("str" in item ? item.str : "")), roles: rolesIn(tree) };
    }),
  );
  type Node = { readonly title: string; readonly items: readonly Node[] };
  const titles = (nodes: readonly Node[]): string[] => nodes.flatMap(({ title, items }) => [title, ...titles(items)]);
  return { info, pages, outline: titles((await pdf.getOutline()) ?? []), tagged: (await pdf.getMarkInfo())?.["Marked"] === true };
}

/** The kinds of parts that a page is tagged with, and what stands for pictures. */
function rolesIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { role, alt, children } = node as { role?: string; alt?: string; children?: readonly unknown[] };
  return [...(role === undefined ? [] : [alt === undefined ? role : `${role}: ${alt}`]), ...(children ?? []).flatMap(rolesIn)];
}
