"use client";
import { createPortal } from "react-dom";
import { Ltr } from "~/components/ltr";
import { QrCode } from "~/components/qr-code";
import { cardTranslator } from "~/messages/receipt/words";
import { personDirectionOf, type PersonLanguage } from "~/messages/wordings/languages";
import { carriedBy, type Made } from "./picture";
import styles from "./receipts.module.css";

type Props = { readonly made: Made; readonly language: PersonLanguage };

/** The card, in its holder's language: a number, where it is typed, and nothing that says whose it is or what it is about. */
export function Paper({ made, language }: Props) {
  const t = cardTranslator(language);
  return (
    <div className={styles.paper} dir={personDirectionOf[language]} lang={language}>
      <p>{t("card.what")}</p>
      <QrCode label={made.address} text={carriedBy(made)} />
      <p className={styles.code} data-testid="card-code">
        <Ltr mono>{made.code}</Ltr>
      </p>
      <p className={styles.address}>
        <Ltr mono>{made.address}</Ltr>
      </p>
      <p className={styles.foot}>{t("card.keep")}</p>
    </div>
  );
}

/** The same for the printer, beside the page: on paper there is nothing else. */
export const Printed = (props: Props) =>
  createPortal(
    <div aria-hidden="true" className={styles.printed}>
      <Paper {...props} />
    </div>,
    document.body,
  );
