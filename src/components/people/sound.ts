"use client";
import { useCallback, useEffect, useRef, useState } from "react";

/** For voices, and a third of the memory of what music needs. */
const RATE = 24_000;
const PAUSE_S = 0.4;

/**
 * Plays sounds one after the other. Not with a media element, for which phones show a title and a site on their locked screen and among
 * their notifications; nothing of it is kept either.
 * @param load brings the bytes of a sound
 */
export function useSound(load: (id: string) => Promise<ArrayBuffer>) {
  const [state, setState] = useState<"quiet" | "loading" | "playing" | "failed">("quiet");
  const current = useRef<AudioContext | null>(null);
  const silence = useCallback(() => {
    void current.current?.close();
    current.current = null;
  }, []);
  // Whatever is being heard ends with the screen that it is heard on.
  useEffect(() => silence, [silence]);
  const stop = () => {
    silence();
    setState("quiet");
  };

  const play = async (ids: readonly string[]) => {
    silence();
    setState("loading");
    // Made while the press of the button lasts: later a browser would not let it be heard.
    const context = new AudioContext({ sampleRate: RATE });
    current.current = context;
    try {
      const sounds = await Promise.all(ids.map(async (id) => context.decodeAudioData(await load(id))));
      if (current.current !== context) return;
      await context.resume();
      let at = context.currentTime;
      let last: AudioBufferSourceNode | undefined;
      for (const sound of sounds) {
        last = new AudioBufferSourceNode(context, { buffer: sound });
        last.connect(context.destination);
        last.start(at);
        at += sound.duration + PAUSE_S;
      }
      last?.addEventListener("ended", () => {
        if (current.current === context) stop();
      });
      setState("playing");
    } catch {
      // No connection, or no sound after all: whoever pressed the button is told, and reads it out.
      if (current.current !== context) return;
      silence();
      setState("failed");
    }
  };
  return { state, play, stop };
}

/** The bytes of a recording. @throws where it is not to be had */
export async function loadRecording(id: string): Promise<ArrayBuffer> {
  const response = await fetch(`/api/recordings/${id}`, { cache: "no-store" });
  if (!response.ok) throw new Error("There is no such recording.");
  return response.arrayBuffer();
}
