"use client";
import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Icon, type IconName } from "./icon";
import { Link } from "./link";
import { VisuallyHidden } from "./visually-hidden";
import styles from "./button.module.css";

export type ButtonVariant = "primary" | "quiet" | "danger";

type Look = {
  /** primary: the one thing to do here · quiet: everything else · danger: what cannot be taken back. */
  variant?: ButtonVariant;
  icon?: IconName;
  /** As wide as its container. */
  wide?: boolean;
  children: ReactNode;
};

const classOf = (variant: ButtonVariant, wide: boolean) =>
  [styles.button, styles[variant], wide ? styles.wide : ""].filter(Boolean).join(" ");

/**
 * While `pending` it stays focusable and announces that it works, and a second press does nothing: `disabled` would
 * drop the focus of somebody who uses the keyboard.
 */
export function Button({
  variant = "quiet",
  icon,
  wide = false,
  pending = false,
  type = "button",
  onClick,
  children,
  ...rest
}: Look & { pending?: boolean } & Omit<ComponentProps<"button">, "className" | "style">) {
  const t = useTranslations("common");
  return (
    <button
      {...rest}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      className={classOf(variant, wide)}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      type={type}
    >
      {pending ? <span aria-hidden="true" className={styles.spinner} /> : icon && <Icon name={icon} />}
      <span>{children}</span>
      {pending && (
        <output>
          <VisuallyHidden>{t("working")}</VisuallyHidden>
        </output>
      )}
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  variant = "quiet",
  icon,
  wide = false,
  children,
  ...rest
}: Look & Omit<ComponentProps<typeof Link>, "className" | "style">) {
  return (
    <Link {...rest} className={classOf(variant, wide)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </Link>
  );
}
