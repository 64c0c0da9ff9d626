"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { LayAside } from "./lay-aside";

/** On which incidents somebody waits for a word of the reader's. Nothing where there is none. */
export function Waiting({ waiting }: { readonly waiting: Outputs["comments"]["waiting"] }) {
  const t = useTranslations("desk.waiting");
  if (waiting.length === 0) return null;
  return (
    <Card title={t("title")}>
      <Lines>
        {waiting.map(({ why, commentId, incidentId, reference, since }) => (
          <LineLink
            beside={
              why === "answered" ? (
                <LayAside lay={() => trpc.comments.layWordAside.mutate({ commentId })} reference={reference} />
              ) : null
            }
            href={`/incidents/${incidentId}`}
            key={`${why} ${commentId}`}
          >
            <LineHead>
              <strong>
                <Ltr>{reference}</Ltr>
              </strong>
            </LineHead>
            <LineFacts>
              {t(why)} · <Time at={since} />
            </LineFacts>
          </LineLink>
        ))}
      </Lines>
    </Card>
  );
}
