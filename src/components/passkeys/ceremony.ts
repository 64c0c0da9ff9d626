"use client";
import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { Refusing } from "~/trpc/client";
import type { Inputs, Outputs } from "~/trpc/types";

/**
 * The browser's half of a passkey. What the authenticator tells the browser beside its signature stays here: only
 * whether it can make keys is sent on, never a key that it made.
 */
export const canUsePasskeys = (): boolean => window.isSecureContext && browserSupportsWebAuthn();

type Attestation = Inputs["passkeys"]["add"]["attestation"];
type Assertion = Extract<Inputs["sessions"]["prove"], { assertion: unknown }>["assertion"];
/** What was asked for in either way. */
type Asked = Outputs["passkeys"]["ask"] & Partial<NonNullable<Outputs["passkeys"]["askAgain"]>>;

/** The reader closed the question, let it run out, or has no passkey here; or this device holds one already. */
function refusing(error: unknown): unknown {
  if (!(error instanceof WebAuthnError)) return error;
  const isKnown = error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
  return new Refusing({ code: isKnown ? "passkey-known-here" : "passkey-not-used", details: {} });
}

/** Make a passkey on this device. @throws Refusing where the reader does not want to after all */
export async function makePasskey(offer: Outputs["passkeys"]["offer"]): Promise<Attestation> {
  try {
    const { response, clientExtensionResults, ...made } = await startRegistration({ optionsJSON: offer });
    const { clientDataJSON, attestationObject, transports } = response;
    const { prf } = clientExtensionResults as { prf?: { enabled?: boolean } };
    return {
      ...made,
      response: { clientDataJSON, attestationObject, ...(transports && { transports }) },
      clientExtensionResults: prf ? { prf: { enabled: prf.enabled === true } } : {},
    } as Attestation;
  } catch (error) {
    throw refusing(error);
  }
}

/** Have one of the reader's passkeys sign what was asked. @throws Refusing */
export async function signWithPasskey(asked: Asked): Promise<Assertion> {
  try {
    const { clientExtensionResults: _kept, ...signed } = await startAuthentication({ optionsJSON: asked });
    return { ...signed, clientExtensionResults: {} };
  } catch (error) {
    throw refusing(error);
  }
}
