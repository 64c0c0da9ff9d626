import { Link } from "~/components/link";
import { api } from "~/trpc/server";
import { getTranslations } from "../i18n";
import { Review } from "./review";

/** On the page on which somebody arrives: that a vouch for them fell, before it is too late to have it given anew. */
export async function UnderReview() {
  const caller = await api();
  const [t, { review }] = await Promise.all([getTranslations("vouching"), caller.vouching.mine()]);
  if (!review) return null;
  return (
    <Review review={review}>
      <p>
        <Link href="/vouching">{t("title")}</Link>
      </p>
    </Review>
  );
}
