"use client";

import { useTranslations } from "use-intl";
import { Ltr } from "~/components/ltr";
import { Facts } from "~/components/stack";
import { WallTime } from "~/components/time";
import type { Forces, IncidentDetails } from "~/domain/incident";
import styles from "./incidents.module.css";

/** What is known of an incident, as terms and what they are. What nobody said is left out. */
export function IncidentFacts({ details, team }: { readonly details: IncidentDetails; readonly team?: string }) {
  const t = useTranslations("incidents.read");
  const terms = useTranslations("terms");
  const { precision, people } = details;
  const when = (at: string) => {
    const time = () => <WallTime at={at} shape={precision === "day" ? "day" : "moment"} />;
    return precision === "about" ? t.rich("about", { time }) : time();
  };
  return (
    <Facts>
      {team === undefined ? null : (
        <>
          <dt>{t("team")}</dt>
          <dd dir="auto">{team}</dd>
        </>
      )}
      <dt>{t("start")}</dt>
      <dd>{when(details.start)}</dd>
      {details.end === null ? null : (
        <>
          <dt>{t("end")}</dt>
          <dd>{when(details.end)}</dd>
        </>
      )}
      <dt>{t("place")}</dt>
      <dd>
        <bdi>{details.place}</bdi>
      </dd>
      <dt>{t("kinds")}</dt>
      <dd>
        <ul className={styles.bullets}>
          {details.kinds.map((kind) => (
            <li key={kind}>{terms(`kinds.${kind}`)}</li>
          ))}
        </ul>
      </dd>
      {details.forces.length > 0 ? (
        <>
          <dt>{t("forces")}</dt>
          <dd>
            <ul className={styles.bullets}>
              {details.forces.map((forces) => (
                <li key={JSON.stringify(forces)}>
                  <Service forces={forces} />
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
      <dt>{t("people")}</dt>
      <dd>
        {people.count === null ? null : <>{t("peopleCount", { count: people.count })} · </>}
        {terms(`minors.${people.minors}`)}
      </dd>
      {people.injuries === "" ? null : (
        <>
          <dt>{t("injuries")}</dt>
          <dd className={styles.text} dir="auto">
            {people.injuries}
          </dd>
        </>
      )}
      {details.askedOfObservers === "" ? null : (
        <>
          <dt>{t("asked")}</dt>
          <dd className={styles.text} dir="auto">
            {details.askedOfObservers}
          </dd>
        </>
      )}
    </Facts>
  );
}

function Service({ forces }: { readonly forces: Forces }) {
  const t = useTranslations("incidents.read");
  const named = [forces.service, forces.unit].filter((text) => text !== "");
  return (
    <>
      {named.map((text, index) => (
        <span key={text}>
          {index > 0 ? " · " : null}
          <bdi>{text}</bdi>
        </span>
      ))}
      {forces.officers === null ? null : <div>{t("officers", { count: forces.officers })}</div>}
      <Marks list={forces.plates} name={t("plates")} />
      <Marks list={forces.numbers} name={t("numbers")} />
    </>
  );
}

function Marks({ name, list }: { readonly name: string; readonly list: readonly string[] }) {
  if (list.length === 0) return null;
  return (
    <div>
      {name}:{" "}
      {list.map((mark, index) => (
        <span key={mark}>
          {index > 0 ? " · " : null}
          <Ltr mono>{mark}</Ltr>
        </span>
      ))}
    </div>
  );
}
