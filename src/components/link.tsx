import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A way to another page. Nothing is fetched until somebody takes it: Next would ask for every page that a link in sight
 * leads to, eleven for each that is looked at, on a telephone's paid data.
 */
export const Link = (props: Omit<ComponentProps<typeof NextLink>, "prefetch">) => <NextLink {...props} prefetch={false} />;
