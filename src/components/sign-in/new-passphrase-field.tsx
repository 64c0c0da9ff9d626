import { useTranslations } from "use-intl";
import { TextField } from "../field";

/** Characters, as a person counts them and the server does: not halves of an emoji. */
export const lengthOf = (passphrase: string): number => Array.from(passphrase).length;
export const LEAST = 12;
export const isShort = (passphrase: string): boolean => lengthOf(passphrase) < LEAST;

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (passphrase: string) => void;
  /** Whether it was sent once: nobody is corrected while they type for the first time. */
  readonly tried: boolean;
  readonly shown?: boolean;
};

export function NewPassphraseField({ label, hint, value, onChange, tried, shown = false }: Props) {
  const t = useTranslations("join.who");
  return (
    <TextField
      autoCapitalize="none"
      autoComplete="new-password"
      dir="ltr"
      error={tried && isShort(value) && t("short")}
      hint={hint}
      label={label}
      maxLength={256}
      name="passphrase"
      onChange={(event) => onChange(event.target.value)}
      required
      spellCheck={false}
      type={shown ? "text" : "password"}
      value={value}
    />
  );
}
