import type { Palette, Role } from '../text/palette.ts';

/** A line, and the role of each of its characters. */
interface Line {
  text: string;
  readonly roles: (Role | undefined)[];
}

/** Lines of text that are filled at any place. */
export class Canvas {
  readonly #lines: Line[] = [];

  /** Begins a new line and gives its number. */
  addLine(): number {
    return this.#lines.push({ text: '', roles: [] }) - 1;
  }

  /** Writes over what stands at a place of a line; text of one column for each character. */
  put(line: number, column: number, text: string, role?: Role): void {
    const drawn = this.#lines[line];
    if (drawn === undefined) return;
    const end = column + text.length;
    const { roles } = drawn;
    drawn.text = drawn.text.padEnd(column).slice(0, column) + text + drawn.text.slice(end);
    while (roles.length < end) roles.push(undefined);
    roles.fill(role, column, end);
  }

  /** Whether nothing but blanks stands in some columns of a line. */
  isFree(line: number, from: number, to: number): boolean {
    return (this.#lines[line]?.text ?? '').slice(Math.max(from, 0), to).trim() === '';
  }

  /** All lines, each with a line feed. */
  text(palette: Palette): string {
    return this.#lines.map((line) => `${dressed(line, palette)}\n`).join('');
  }
}

function dressed({ text, roles }: Line, palette: Palette): string {
  let all = '';
  for (let from = 0; from < text.length;) {
    const role = roles[from];
    let to = from;
    while (to < text.length && roles[to] === role) to += 1;
    const part = text.slice(from, to);
    all += role === undefined ? part : palette(role, part);
    from = to;
  }
  return all.trimEnd();
}
