"use client";
import { useId, type ComponentProps, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "./icon";
import styles from "./field.module.css";

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with what was entered; the control is then marked invalid and described by it. */
  error?: ReactNode;
  required?: boolean;
};

type Wired = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined; required: boolean };

function Frame({ label, hint, error, required = false, children }: FieldProps & { children: (wired: Wired) => ReactNode }) {
  const t = useTranslations("common");
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {!required && <span className={styles.optional}> {t("optional")}</span>}
      </label>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined, required })}
      {error && <Wrong id={`${id}-error`}>{error}</Wrong>}
    </div>
  );
}

const Hint = ({ id, children }: { id: string; children: ReactNode }) => (
  <div className={styles.hint} id={id}>
    {children}
  </div>
);

const Wrong = ({ id, children }: { id: string; children: ReactNode }) => (
  <div className={styles.error} id={id} role="alert">
    <Icon name="alert" size={18} />
    <span>{children}</span>
  </div>
);

type Own<T extends "input" | "textarea" | "select"> = FieldProps &
  Omit<ComponentProps<T>, keyof FieldProps | keyof Wired | "className" | "style">;

/** One line of text, a date, a time or a number. Controlled or not, as an `<input>` is. */
export function TextField({ label, hint, error, required, ...input }: Own<"input">) {
  return (
    <Frame error={error} hint={hint} label={label} required={required ?? false}>
      {(wired) => <input {...input} {...wired} className={styles.control} />}
    </Frame>
  );
}

export function TextArea({ label, hint, error, required, rows = 5, ...area }: Own<"textarea">) {
  return (
    <Frame error={error} hint={hint} label={label} required={required ?? false}>
      {(wired) => <textarea dir="auto" {...area} {...wired} className={styles.control} rows={rows} />}
    </Frame>
  );
}

/** `children` are the `<option>`s. */
export function SelectField({ label, hint, error, required, children, ...select }: Own<"select">) {
  return (
    <Frame error={error} hint={hint} label={label} required={required ?? false}>
      {(wired) => (
        <select {...select} {...wired} className={styles.control}>
          {children}
        </select>
      )}
    </Frame>
  );
}

export function CheckboxField({
  label,
  hint,
  error,
  required = false,
  ...input
}: FieldProps & Omit<ComponentProps<"input">, keyof FieldProps | keyof Wired | "type" | "className" | "style">) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label className={styles.choice} htmlFor={id}>
        <input
          {...input}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
          id={id}
          required={required}
          type="checkbox"
        />
        <span>{label}</span>
      </label>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      {error && <Wrong id={`${id}-error`}>{error}</Wrong>}
    </div>
  );
}

type Option<V extends string> = { value: V; label: ReactNode; hint?: ReactNode; disabled?: boolean };

type GroupProps = FieldProps & { inline?: boolean };

function Group({ label, hint, error, required = false, inline = false, role, children }: GroupProps & { role?: "radiogroup"; children: ReactNode }) {
  const t = useTranslations("common");
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <fieldset aria-describedby={described || undefined} aria-invalid={role && error ? true : undefined} className={styles.field} role={role}>
      <legend className={styles.label}>
        {label}
        {!required && <span className={styles.optional}> {t("optional")}</span>}
      </legend>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      <div className={inline ? styles.inline : styles.choices}>{children}</div>
      {error && <Wrong id={`${id}-error`}>{error}</Wrong>}
    </fieldset>
  );
}

function Choice({ type, option, ...input }: { type: "radio" | "checkbox"; option: Option<string> } & Omit<ComponentProps<"input">, "type">) {
  const id = useId();
  return (
    <label className={styles.choice} htmlFor={id}>
      <input
        {...input}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
        aria-labelledby={`${id}-label`}
        disabled={option.disabled}
        id={id}
        type={type}
        value={option.value}
      />
      <span className={styles.choiceText}>
        <span id={`${id}-label`}>{option.label}</span>
        {option.hint && (
          <span className={styles.hint} id={`${id}-hint`}>
            {option.hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** One of several. Controlled with `value` and `onChange`, else `defaultValue` and `name` for a form. */
export function RadioGroupField<V extends string>({
  name,
  options,
  value,
  defaultValue,
  onChange,
  ...group
}: GroupProps & {
  name?: string;
  options: readonly Option<V>[];
  value?: V | null;
  defaultValue?: V;
  onChange?: (value: V) => void;
}) {
  const own = useId();
  return (
    <Group {...group} role="radiogroup">
      {options.map((option) => (
        <Choice
          key={option.value}
          name={name ?? own}
          onChange={() => onChange?.(option.value)}
          option={option}
          required={group.required}
          type="radio"
          {...(value === undefined
            ? { defaultChecked: option.value === defaultValue }
            : { checked: option.value === value })}
        />
      ))}
    </Group>
  );
}

/** Several of several, controlled. The values come back in the order of `options`. */
export function CheckboxGroupField<V extends string>({
  name,
  options,
  value,
  onChange,
  ...group
}: GroupProps & { name?: string; options: readonly Option<V>[]; value: readonly V[]; onChange: (value: V[]) => void }) {
  return (
    <Group {...group}>
      {options.map((option) => (
        <Choice
          checked={value.includes(option.value)}
          key={option.value}
          name={name}
          onChange={(event) =>
            onChange(
              options
                .map((o) => o.value)
                .filter((v) => (v === option.value ? event.target.checked : value.includes(v))),
            )
          }
          option={option}
          type="checkbox"
        />
      ))}
    </Group>
  );
}
