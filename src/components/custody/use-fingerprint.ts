"use client";
import { useEffect, useState } from "react";
import { fingerprintOf } from "~/keyring/fingerprint";

/** A public half's fingerprint; empty until it has been made. */
export function useFingerprint(recipient: string): string {
  const [made, setMade] = useState({ of: "", fingerprint: "" });
  useEffect(() => {
    void fingerprintOf(recipient).then((fingerprint) => setMade({ of: recipient, fingerprint }));
  }, [recipient]);
  return made.of === recipient ? made.fingerprint : "";
}
