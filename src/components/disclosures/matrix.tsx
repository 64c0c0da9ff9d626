"use client";
import { useId, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { insteadOf } from "~/domain/remedy";
import type { Gap } from "~/domain/disclosure";
import type { Matrix as Table, MatrixCell, MatrixRow, Word } from "~/domain/matrix";
import { Badge } from "../badge";
import { filled } from "../filled";
import { Icon, type IconName } from "../icon";
import { Link } from "../link";
import { Time } from "../time";
import { VisuallyHidden } from "../visually-hidden";
import { lines, type Line, type Scene } from "./scene";
import { Thumb } from "./thumb";
import { wayOf } from "./way";
import styles from "./matrix.module.css";

type Person = Scene["grantors"][number];

/** Photos and accounts down, people across: what each said of each for this purpose, what it lacks, and the way to close that. */
export function Matrix({ matrix, scene }: { matrix: Table; scene: Scene }) {
  const t = useTranslations("matrix");
  const terms = useTranslations("terms");
  const how = useId();
  if (matrix.rows.length === 0 && matrix.whole.length === 0) return null;
  const people = matrix.people.map((id): Person => scene.grantors.find((grantor) => grantor.id === id) ?? { id, pseudonym: "?" });
  return (
    <>
      <p className={styles.how} id={how}>
        {t("caption")}
      </p>
      <div className={styles.scroll}>
        <table aria-describedby={how} className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t("what")}</th>
              <th scope="col">{t("itself")}</th>
              {people.map((person) => (
                <th key={person.id} scope="col">
                  {terms("grantor", { pseudonym: person.pseudonym })}
                  {person.minor && <Badge tone="attention">{t("minor")}</Badge>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.whole.length > 0 && (
              <tr>
                <th scope="row">{t("whole")}</th>
                <td className={styles.open} colSpan={people.length + 1}>
                  <Lacking gaps={matrix.whole} scene={scene} />
                </td>
              </tr>
            )}
            {matrix.rows.map((row) => (
              <Row key={"item" in row.thing ? row.thing.item : row.thing.account} people={people} row={row} scene={scene} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ row, people, scene }: { row: MatrixRow; people: readonly Person[]; scene: Scene }) {
  const t = useTranslations("matrix");
  return (
    <tr>
      <Head scene={scene} thing={row.thing} />
      <td className={row.itself.length > 0 ? styles.open : undefined}>
        <Column>{t("itself")}</Column>
        {row.itself.length > 0 ? <Lacking gaps={row.itself} scene={scene} /> : <Enough>{t("nothingMissing")}</Enough>}
      </td>
      {people.map((person) => (
        <Cell cell={row.cells.find(({ grantor }) => grantor === person.id)} key={person.id} person={person} scene={scene} />
      ))}
    </tr>
  );
}

/** Whose the cell is, where no head stands above it. Whoever hears the table hears the head. */
const Column = ({ children }: { children: ReactNode }) => (
  <span aria-hidden="true" className={styles.column}>
    {children}
  </span>
);

const Enough = ({ children }: { children: ReactNode }) => (
  <span className={styles.enough}>
    <Icon name="check" size={18} />
    {children}
  </span>
);

function Head({ thing, scene }: { thing: MatrixRow["thing"]; scene: Scene }) {
  const t = useTranslations("disclosures");
  const terms = useTranslations("terms");
  const words = useTranslations("words");
  const incident = `/incidents/${scene.incidentId}`;
  if ("account" in thing) {
    const account = scene.accounts.find(({ id }) => id === thing.account);
    return (
      <th scope="row">
        <span className={styles.head}>
          <Link href={incident}>{t("new.account", { number: account?.number ?? 0 })}</Link>
          <span className={styles.note}>{words(`forms.${thing.form}`)}</span>
          <Exhibit number={account?.exhibit} />
        </span>
      </th>
    );
  }
  const item = scene.items.find(({ id }) => id === thing.item);
  return (
    <th scope="row">
      <span className={styles.head}>
        <Thumb preview={item?.preview ?? null} />
        <Link href={`${incident}/items/${thing.item}`}>{t("new.photo", { number: item?.number ?? 0 })}</Link>
        <span className={styles.note}>{thing.form === "original" ? terms(`forms.${thing.form}`) : `${terms(`forms.${thing.form}`)} · ${terms(`sizes.${thing.size}`)}`}</span>
        <Exhibit number={item?.exhibit} />
      </span>
    </th>
  );
}

function Exhibit({ number }: { number: number | null | undefined }) {
  const t = useTranslations("disclosures.read");
  return number ? <span className={styles.note}>{t("exhibit", { number })}</span> : null;
}

function Cell({ cell, person, scene }: { cell: MatrixCell | undefined; person: Person; scene: Scene }) {
  const t = useTranslations("matrix");
  const terms = useTranslations("terms");
  const whose = terms("grantor", { pseudonym: person.pseudonym });
  if (!cell)
    return (
      <td className={styles.absent}>
        <Column>{whose}</Column>
        {t("notInIt")}
      </td>
    );
  return (
    <td className={cell.gaps.length > 0 ? styles.open : undefined}>
      <Column>{whose}</Column>
      <div className={styles.cell}>
        <Said said={cell.said} />
        {cell.gaps.length > 0 ? <Lacking gaps={cell.gaps} scene={scene} /> : <Enough>{t("suffices")}</Enough>}
      </div>
    </td>
  );
}

const looks = {
  given: "check", refused: "stop", withdrawn: "stop", "ask-again": "alert", expired: "clock",
} as const satisfies Record<Word["answer"], IconName>;

/** In words, not by a colour: what suffices is said below it. */
function Said({ said }: { said: readonly Word[] }) {
  const t = useTranslations("matrix");
  const terms = useTranslations("terms");
  if (said.length === 0) return <Badge icon="alert">{terms("answers.unasked")}</Badge>;
  return said.map(({ answer, form, until }, index) => (
    <span className={styles.said} key={index}>
      <Badge icon={looks[answer]}>
        {form === "none" ? terms(`answers.${answer}`) : t("said", { answer: terms(`answers.${answer}`), form: terms(`forms.${form}`) })}
      </Badge>
      {until !== null && (
        <span className={styles.note}>
          {t.rich(answer === "expired" ? "ended" : "until", { date: filled(<Time at={until} shape="day" />) })}
        </span>
      )}
    </span>
  ));
}

/** Each gap with the way to close it, or what is done about it where no page does it. */
function Lacking({ gaps, scene }: { gaps: readonly Gap[]; scene: Scene }) {
  return (
    <ul className={styles.lacking}>
      {lines(gaps).map((line) => (
        <li key={line.why}>
          <Icon name="alert" size={18} />
          <Reason line={line} scene={scene} />
        </li>
      ))}
    </ul>
  );
}

function Reason({ line: { why, count, gap }, scene }: { line: Line; scene: Scene }) {
  const t = useTranslations();
  const way = wayOf(gap, scene);
  const grantor = scene.grantors.find(({ id }) => id === gap.grantor);
  return (
    <span>
      {t(`terms.gaps.${why}`)}
      {count > 1 && ` (${t("disclosures.gaps.times", { count })})`}{" "}
      {way === null ? (
        <span className={styles.note}>{t(`terms.gapsHow.${why}`)}</span>
      ) : (
        <Link href={way.href}>
          {t(`giving.ways.${way.does}`)}
          <VisuallyHidden>
            {" "}
            ({grantor ? t("terms.grantor", { pseudonym: grantor.pseudonym }) : t(`terms.gaps.${why}`)})
          </VisuallyHidden>
        </Link>
      )}
      {scene.groundAt !== undefined && insteadOf(gap)?.do === "ground" && (
        <a className={styles.note} href={scene.groundAt}>
          {t("officers.orGround")}
        </a>
      )}
    </span>
  );
}
