"use client";

import { useEffect, useRef, useState, type RefObject } from "react";
import { actOf, moved } from "~/components/desk/keys";
import { useSingleKeys } from "~/components/desk/single-keys";

type Props = {
  readonly list: RefObject<HTMLElement | null>;
  readonly filters: RefObject<HTMLElement | null>;
  readonly onMark: (index: number) => void;
};

/** A list's links, of which one is in the order of tabs while there are keys: they move the focus itself, so that whatever reads the screen reads along. */
export function useQueueKeys({ list, filters, onMark }: Props) {
  const [at, setAt] = useState(0);
  const [help, setHelp] = useState(false);
  const [on, setOn] = useSingleKeys();
  const latest = useRef({ onMark, on });
  useEffect(() => {
    latest.current = { onMark, on };
  });

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const act = actOf(event, {
        tag: target.tagName,
        type: target instanceof HTMLInputElement ? target.type : "",
        editable: target.isContentEditable,
        inDialog: target.closest("dialog") !== null || document.querySelector("dialog[open]") !== null,
      });
      if (act === null || !latest.current.on) return;
      event.preventDefault();
      const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-line]") ?? [])];
      const line = target.closest("li");
      const here = links.findIndex((link) => link.closest("li") === line);
      if (act === "down") links[moved(here, 1, links.length)]?.focus();
      if (act === "up") links[moved(here, -1, links.length)]?.focus();
      if (act === "mark" && here >= 0) latest.current.onMark(here);
      if (act === "search") (document.querySelector<HTMLElement>("main input[type=search]") ?? filters.current?.querySelector<HTMLElement>("select"))?.focus();
      if (act === "help") setHelp(true);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [filters, list]);

  return { at, setAt, help, setHelp, on, setOn };
}
