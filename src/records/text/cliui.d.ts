// The package brings no types: what of it is used here.
declare module 'cliui' {
  /** One cell of a row. */
  interface Column {
    readonly text: string;
    /** Columns of the terminal, with the padding. */
    readonly width?: number;
    /** Blanks at the top, right, bottom and left. */
    readonly padding?: readonly [number, number, number, number];
    readonly align?: 'left' | 'right' | 'center';
  }

  interface Page {
    div(...columns: readonly Column[]): void;
    toString(): string;
  }

  /** Makes an empty page. `wrap: false` breaks no line. */
  export default function cliui(options: { readonly width: number; readonly wrap?: boolean }): Page;
}
