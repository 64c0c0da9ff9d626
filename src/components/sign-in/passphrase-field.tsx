import { useTranslations } from "use-intl";
import { TextField } from "../field";

/** The passphrase that somebody has already. */
export function PassphraseField({ value, onChange }: { value: string; onChange: (passphrase: string) => void }) {
  const t = useTranslations("signIn");
  return (
    <TextField
      autoComplete="current-password"
      dir="ltr"
      label={t("passphrase")}
      maxLength={256}
      name="passphrase"
      onChange={(event) => onChange(event.target.value)}
      required
      type="password"
      value={value}
    />
  );
}
