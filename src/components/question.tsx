"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Refused } from "./attempt";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { RefusalNotice } from "./refusal-notice";

/** A dialog that is answered by doing it or by leaving it; what refused it is said inside, and it stays open. */
export function Question({
  open,
  title,
  pending,
  refused,
  onCancel,
  confirm,
  children,
}: {
  open: boolean;
  title: ReactNode;
  pending: boolean;
  refused: Refused | null;
  onCancel: () => void;
  /** The button that does it; none while it cannot be done yet. */
  confirm: ReactNode;
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <Dialog
      actions={
        <>
          <Button disabled={pending} onClick={onCancel}>
            {t("cancel")}
          </Button>
          {confirm}
        </>
      }
      busy={pending}
      onClose={onCancel}
      open={open}
      title={title}
    >
      {children}
      <RefusalNotice refused={refused} />
    </Dialog>
  );
}
