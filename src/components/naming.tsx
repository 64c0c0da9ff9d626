"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "./attempt";
import { Button } from "./button";
import { TextField } from "./field";
import { RefusalNotice } from "./refusal-notice";
import { Row, Stack } from "./stack";

type Words = { readonly label: string; readonly missing: string };

/** What the reader calls one of their own things. `onSave` has the name without spaces around it. */
export function Naming({ value, words, onSave }: { value: string; words: Words; onSave: (name: string) => Promise<void> }) {
  const common = useTranslations("common");
  const [name, setName] = useState(value);
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const isMissing = name.trim() === "";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isMissing) void attempt(() => onSave(name.trim()));
      }}
    >
      <Stack gap="s">
        <TextField
          autoComplete="off"
          dir="auto"
          error={tried && isMissing && words.missing}
          label={words.label}
          maxLength={40}
          onChange={(event) => setName(event.target.value)}
          required
          value={name}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit" variant="primary">
            {common("save")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
