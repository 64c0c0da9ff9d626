"use client";

import { useRouter } from "next/navigation";
import { useEffect, useReducer, useRef } from "react";
import { refusalOf } from "~/trpc/client";
import { uploadPhoto } from "~/trpc/upload";
import { startable, uploading, type Upload } from "./uploads";

/** Sends the chosen photos to an incident, two at a time, and reads the page anew as each one is stored. */
export function useUploads(incidentId: string) {
  const router = useRouter();
  const [uploads, tell] = useReducer(uploading, []);
  const running = useRef(new Map<number, AbortController>());

  useEffect(() => {
    const send = async ({ id, file, keep }: Upload) => {
      const controller = new AbortController();
      running.current.set(id, controller);
      tell({ on: "started", id });
      try {
        const { signal } = controller;
        const onProgress = (fraction: number) => tell({ on: "progress", id, fraction });
        await uploadPhoto({ incidentId, file, keep, signal, onProgress });
        tell({ on: "stored", id });
        router.refresh();
      } catch (error) {
        // Whatever an aborted request fails with, the person cancelled it.
        tell(controller.signal.aborted ? { on: "cancelled", id } : { on: "failed", id, refused: refusalOf(error) });
      } finally {
        running.current.delete(id);
      }
    };
    for (const id of startable(uploads)) {
      const upload = uploads.find((one) => one.id === id);
      // An effect may run twice for one state; a photo is sent once.
      if (upload && !running.current.has(id)) void send(upload);
    }
  }, [uploads, incidentId, router]);

  // One timer per cut; the device's own word that it is online again ends every wait.
  const cuts = uploads.flatMap(({ id, state }) => (state.is === "cut" ? [`${id}:${state.seconds}`] : [])).join();
  useEffect(() => {
    if (cuts === "") return undefined;
    const waiting = cuts.split(",").map((cut) => cut.split(":").map(Number));
    const again = (id: number | undefined) => id !== undefined && tell({ on: "again", id });
    const timers = waiting.map(([id, seconds]) => setTimeout(() => again(id), (seconds ?? 0) * 1000));
    const online = () => waiting.forEach(([id]) => again(id));
    window.addEventListener("online", online);
    return () => {
      timers.forEach(clearTimeout);
      window.removeEventListener("online", online);
    };
  }, [cuts]);

  useEffect(() => {
    const all = running.current;
    return () => all.forEach((controller) => controller.abort());
  }, []);

  const cancel = (id: number) => {
    const controller = running.current.get(id);
    if (controller) controller.abort();
    else tell({ on: "cancelled", id });
  };
  return { uploads, tell, cancel };
}
