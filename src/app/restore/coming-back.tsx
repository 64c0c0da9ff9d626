"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import { Arriving } from "../join/arriving";
import { Recognised } from "./recognised";

const inspect = (token: string) => trpc.recovery.inspect.mutate({ token });

/** From the link and the codes of two who know the reader, to a session with a new passphrase and a new app. */
export function ComingBack() {
  const t = useTranslations("recovery");
  const [codes, setCodes] = useState<[string, string]>(["", ""]);
  const [passphrase, setPassphrase] = useState("");
  return (
    <Arriving
      begin={(token) => trpc.recovery.begin.mutate({ token, codes })}
      finish={async (token, code) => {
        const { handle } = await trpc.recovery.finish.mutate({ token, codes, passphrase, code });
        return { handle, passphrase, code };
      }}
      first={(onNext) => (
        <Recognised codes={codes} onCodes={setCodes} onNext={onNext} onPassphrase={setPassphrase} passphrase={passphrase} />
      )}
      inspect={inspect}
      lead={(link) => (
        <p>
          {t.rich("lead", { handle: filled(<Ltr>{link.handle}</Ltr>), time: filled(<Time at={link.expiresAt} />) })}
        </p>
      )}
      missing={{ title: t("missing.title"), text: t("missing.text") }}
      onIn={() => {
        window.location.replace("/account");
        return false;
      }}
      signIn="/sign-in"
      title={t("title")}
    />
  );
}
