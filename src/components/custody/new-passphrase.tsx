"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { TextField } from "~/components/field";

const MIN_PASSPHRASE = 16;

type Fields = {
  readonly passphrase: string;
  readonly again: string;
  readonly wrong: "tooShort" | "differs" | null;
  readonly setPassphrase: (value: string) => void;
  readonly setAgain: (value: string) => void;
};

/** A passphrase that is typed twice. `ready` says in the fields what is wrong with it. */
export function useNewPassphrase(): { fields: Fields; passphrase: string; ready: () => boolean } {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState<Fields["wrong"]>(null);
  const ready = () => {
    const fault = Array.from(passphrase).length < MIN_PASSPHRASE ? "tooShort" : passphrase === again ? null : "differs";
    setWrong(fault);
    return fault === null;
  };
  return { fields: { passphrase, again, wrong, setPassphrase, setAgain }, passphrase, ready };
}

export function NewPassphrase({ passphrase, again, wrong, setPassphrase, setAgain }: Fields) {
  const t = useTranslations("custody.passphrase");
  return (
    <>
      <TextField
        autoComplete="new-password"
        error={wrong === "tooShort" && t("tooShort")}
        hint={t("hint")}
        label={t("label")}
        onChange={(event) => setPassphrase(event.target.value)}
        required
        type="password"
        value={passphrase}
      />
      <TextField
        autoComplete="new-password"
        error={wrong === "differs" && t("differs")}
        label={t("again")}
        onChange={(event) => setAgain(event.target.value)}
        required
        type="password"
        value={again}
      />
    </>
  );
}
