"use client";

import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Dialog } from "~/components/dialog";
import { CheckboxField } from "~/components/field";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";

const shown = [["j", "down"], ["k", "up"], ["x", "mark"], ["Enter", "enter"], ["/", "search"], ["?", "help"]] as const;

type Props = { readonly open: boolean; readonly use: boolean; readonly onUse: (use: boolean) => void; readonly onClose: () => void };

/** Which keys there are, and whether they are used. */
export function KeysDialog({ open, use, onUse, onClose }: Props) {
  const t = useTranslations("desk.keys");
  const common = useTranslations("common");
  return (
    <Dialog actions={<Button onClick={onClose}>{common("close")}</Button>} onClose={onClose} open={open} title={t("title")}>
      <Facts>
        {shown.map(([key, what]) => (
          <KeyLine key={key} name={key} what={t(what)} />
        ))}
      </Facts>
      <p>{t("hint")}</p>
      <CheckboxField checked={use} label={t("use")} onChange={({ target }) => onUse(target.checked)} />
    </Dialog>
  );
}

const KeyLine = ({ name, what }: { readonly name: string; readonly what: string }) => (
  <>
    <dt>
      <kbd>
        <Ltr mono>{name}</Ltr>
      </kbd>
    </dt>
    <dd>{what}</dd>
  </>
);
