"use client";
import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyField } from "./copy-field";
import { Notice } from "./notice";
import { Stack } from "./stack";

type Words = { readonly title: string; readonly text: ReactNode; readonly link: string; readonly another: string };

/** A link that lets one person in, shown once. Its secret is in this page's memory only, and is gone with it. */
export function MadeLink({ token, words, onAnother }: { token: string; words: Words; onAnother: () => void }) {
  return (
    <Stack gap="m">
      <Notice live="polite" title={words.title} tone="attention">
        <p>{words.text}</p>
      </Notice>
      <CopyField label={words.link} value={`${window.location.origin}/join#${token}`} />
      <Button icon="plus" onClick={onAnother} wide>
        {words.another}
      </Button>
    </Stack>
  );
}
