"use client";
import { useState, type ReactNode } from "react";
import { useAttempt } from "./attempt";
import { Button } from "./button";
import { Question } from "./question";
import { Stack } from "./stack";

type Props<P> = {
  readonly button: string;
  readonly title: string;
  readonly confirm: string;
  readonly loading: string;
  readonly look: () => Promise<P>;
  /** Does it, for the digest of what was shown. */
  readonly act: (digest: string) => Promise<unknown>;
  readonly onDone?: () => void;
  readonly onClose?: () => void;
  /** What was shown may not be confirmed yet. */
  readonly held?: (preview: P) => boolean;
  /** What follows, once it is known, and what is said whatever follows. */
  readonly shown: (preview: P) => ReactNode;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
};

/** Something that is done only after it was shown what follows: what was shown is what is confirmed. */
export function Previewed<P extends { readonly digest: string }>(props: Props<P>) {
  const { button, title, confirm, loading, before, after } = props;
  const [open, setOpen] = useState(false);
  const [preview, setPreview] = useState<P | null>(null);
  const { pending, refused, attempt, forget } = useAttempt();
  const close = () => {
    setOpen(false);
    setPreview(null);
    props.onClose?.();
    forget();
  };
  const look = () => {
    setOpen(true);
    void attempt(async () => setPreview(await props.look()));
  };
  const act = async (digest: string) => {
    const done = await attempt(async () => {
      await props.act(digest);
    });
    if (!done || !props.onDone) return;
    close();
    props.onDone();
  };
  return (
    <>
      <Button onClick={look}>{button}</Button>
      <Question
        confirm={
          preview && (
            <Button disabled={props.held?.(preview) === true} onClick={() => void act(preview.digest)} pending={pending} variant="danger">
              {confirm}
            </Button>
          )
        }
        onCancel={close}
        open={open}
        pending={pending}
        refused={refused}
        title={title}
      >
        <Stack gap="m">
          {before}
          {preview ? props.shown(preview) : !refused && <p>{loading}</p>}
          {after}
        </Stack>
      </Question>
    </>
  );
}
