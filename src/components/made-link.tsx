"use client";
import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyField } from "./copy-field";
import { Notice } from "./notice";
import { Stack } from "./stack";

type Props = {
  /** The page that it opens. */
  readonly to: "/join" | "/restore";
  readonly token: string;
  readonly words: { readonly title?: string | undefined; readonly text: ReactNode; readonly link: string };
  /** What leads to making another, where one may. */
  readonly another?: { readonly label: string; readonly onClick: () => void };
};

/** A link that lets one person in, shown once. Its secret is in this page's memory only, and is gone with it. */
export function MadeLink({ to, token, words, another }: Props) {
  return (
    <Stack gap="m">
      <Notice live="polite" title={words.title} tone="attention">
        <p>{words.text}</p>
      </Notice>
      <CopyField label={words.link} value={`${window.location.origin}${to}#${token}`} />
      {another && (
        <Button icon="plus" onClick={another.onClick} wide>
          {another.label}
        </Button>
      )}
    </Stack>
  );
}
