import type { Palette, Role } from '../text/palette.ts';

/** Lines of text that are filled at any place. */
export class Canvas {
  readonly #lines: { character: string; role: Role | undefined }[][] = [];

  /** Begins a new line and gives its number. */
  addLine(): number {
    return this.#lines.push([]) - 1;
  }

  /** Writes over what stands at a place of a line; text of one column for each character. */
  put(line: number, column: number, text: string, role?: Role): void {
    const cells = this.#lines[line] ?? [];
    while (cells.length < column) cells.push({ character: ' ', role: undefined });
    let at = column;
    for (const character of text) cells[at++] = { character, role };
  }

  /** Whether nothing but blanks stands in some columns of a line. */
  isFree(line: number, from: number, to: number): boolean {
    return (this.#lines[line] ?? []).slice(Math.max(from, 0), to).every(({ character }) => character === ' ');
  }

  /** All lines, each with a line feed. */
  text(palette: Palette): string {
    return this.#lines.map((cells) => `${dressed(cells, palette)}\n`).join('');
  }
}

function dressed(
  cells: readonly { readonly character: string; readonly role: Role | undefined }[],
  palette: Palette,
): string {
  let text = '';
  for (let from = 0; from < cells.length;) {
    const role = cells[from]?.role;
    let to = from;
    while (to < cells.length && cells[to]?.role === role) to += 1;
    const part = cells
      .slice(from, to)
      .map(({ character }) => character)
      .join('');
    text += role === undefined ? part : palette(role, part);
    from = to;
  }
  return text.trimEnd();
}
