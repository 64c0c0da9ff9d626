import { TextField } from "~/components/field";
import { MOST_AGE_KEY } from "~/domain/recipient";

/** An age public key, as it is typed or pasted. */
export const AgeKeyField = ({ label, hint, value, onChange }: { label: string; hint: string; value: string; onChange: (key: string) => void }) => (
  <TextField
    autoComplete="off"
    dir="ltr"
    hint={hint}
    label={label}
    maxLength={MOST_AGE_KEY}
    onChange={(event) => onChange(event.target.value)}
    spellCheck={false}
    value={value}
  />
);
