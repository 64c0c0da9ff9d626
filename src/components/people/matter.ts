import type { Mask } from "~/domain/words";
import type { Box, Size } from "~/components/pictures/geometry";

/** A picture that a sheet can be about: its preview, the clean picture's size, and where the person is on it. */
export type SheetPicture = Size & {
  readonly id: string;
  readonly number: number;
  readonly href: string | null;
  readonly regions: readonly (Box & { readonly id: string })[];
};

export type SheetAccount = {
  readonly id: string;
  readonly number: number;
  readonly language: string;
  readonly text: string;
  readonly masks: readonly Mask[];
};
