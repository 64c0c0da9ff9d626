"use client";

import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./item.module.css";

type Told = Outputs["evidence"]["told"];

/**
 * What the file would have told, shown to the one who sent it, once: the answer lives in this component only, and
 * the server has erased it by the time it is here. `toBeShown` is the page's word at first; it does not take the
 * answer away again when the page is read anew.
 */
export function ToldOnce({ itemId, toBeShown }: { readonly itemId: string; readonly toBeShown: boolean }) {
  const t = useTranslations("item.told");
  const { pending, refused, attempt } = useAttempt();
  const [told, setTold] = useState<Told | null>(null);
  if (!toBeShown && told === null) return null;
  const show = () =>
    attempt(async () => {
      setTold(await trpc.evidence.told.mutate({ itemId }));
    });
  return (
    <Card title={t("title")}>
      {told === null ? (
        <>
          <p>{t("intro")}</p>
          <RefusalNotice refused={refused} />
          <div>
            <Button icon="eye" onClick={() => void show()} pending={pending} variant="primary">
              {t("show")}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Notice live="polite" tone="attention">
            {t("erased")}
          </Notice>
          <BeforeAfter told={told} />
          <p>{t("keep")}</p>
        </>
      )}
    </Card>
  );
}

function BeforeAfter({ told }: { readonly told: Told }) {
  const t = useTranslations("item.told");
  const format = useFormatter();
  const { place, device } = told;
  const degrees = (value: number) => format.number(value, { maximumFractionDigits: 6 });
  const rows = [
    ["place", place && `${degrees(place.latitude)}, ${degrees(place.longitude)}`],
    ["time", [told.time, told.offset].filter(Boolean).join(" ")],
    ["device", [device.make, device.model].filter(Boolean).join(" ")],
    ["lens", device.lens],
    ["serials", device.serials.join(", ")],
    ["software", told.software],
    ["names", told.names.join(", ")],
    ["carriers", told.carriers.map((carrier) => carrier.toUpperCase()).join(", ")],
  ] as const;
  const found = rows.filter(([, value]) => value !== null && value !== "");
  if (found.length === 0) return <p>{t("nothingFound")}</p>;
  return (
    <table className={styles.told}>
      <thead>
        <tr>
          <th scope="col">{t("property")}</th>
          <th scope="col">{t("before")}</th>
          <th scope="col">{t("after")}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(([what, value]) => (
          <tr key={what}>
            <th scope="row">{t(what)}</th>
            <td>
              <Ltr>{value}</Ltr>
            </td>
            <td>{t("nothing")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
