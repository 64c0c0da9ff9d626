"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { VisuallyHidden } from "~/components/visually-hidden";

type Props = {
  readonly lay: () => Promise<unknown>;
  /** The incident of which it is, where the button stands among others. */
  readonly reference?: string;
};

/** Says that what waits here needs no answer. */
export function LayAside({ lay, reference }: Props) {
  const t = useTranslations("comments");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const done = () =>
    attempt(async () => {
      await lay();
      router.refresh();
    });
  return (
    <>
      <RefusalNotice refused={refused} />
      <div>
        <Button onClick={() => void done()} pending={pending}>
          {t("layAside")}
          {reference === undefined ? null : (
            <VisuallyHidden>
              {" "}
              <Ltr>{reference}</Ltr>
            </VisuallyHidden>
          )}
        </Button>
      </div>
    </>
  );
}
