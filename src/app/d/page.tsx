import type { Metadata } from "next";
import { Opening } from "./opening";

export const metadata: Metadata = { referrer: "no-referrer" };

/** The same page for everybody: what it opens stands behind the `#`, which no request carries. */
export default function RecipientPage() {
  return <Opening />;
}
