import styles from "./thumb.module.css";

export type Preview = { derivativeId: string; width: number; height: number };

/** A small picture beside its name, which is its text: it has none of its own. Nothing is drawn for null. */
export function Thumb({ preview }: { preview: Preview | null }) {
  if (!preview) return <span aria-hidden="true" className={styles.none} />;
  return (
    // Bytes come from the derivative door, decrypted for this session only; an image optimiser would keep a copy.
    <img
      alt=""
      className={styles.thumb}
      height={preview.height}
      loading="lazy"
      src={`/api/derivatives/${preview.derivativeId}`}
      width={preview.width}
    />
  );
}
