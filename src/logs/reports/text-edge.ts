import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import { NARROWEST } from '../lines/torn-line.ts';

/** Lines that are kept. */
const MAX_LINES = 64;

/** Different lines that end at one column, where an edge has cut them; and columns in front of it where fewer do. */
const FEWEST = 3;
const BESIDE = 8;

/** The end of a row of registers, which are as long as each other. */
const REGISTER = /^[0-9a-f]{16}$/;
const REGISTER_COLUMNS = 16;

/** Columns of the end of a line that tell what it is of: those of one message differ in their numbers. */
const KIND_COLUMNS = 32;

/** A line that was read, as edges see it. Few are asked of their kind, so it is made at the first time. */
class SeenLine {
  readonly length: number;
  readonly offset: number;
  readonly #text: string;
  #kind: string | undefined;

  /** @param offset bytes of the input in front of it */
  constructor(text: string, offset: number) {
    this.length = text.length;
    this.offset = offset;
    this.#text = text;
  }

  /** Undefined: it is a row of registers. */
  get kind(): string | undefined {
    if (REGISTER.test(this.#text.slice(-REGISTER_COLUMNS))) return undefined;
    this.#kind ??= this.#text.slice(-KIND_COLUMNS).replace(/[\da-f]+/g, '');
    return this.#kind;
  }
}

/** A column at which a line ends in a value, and whether a mark or the lines around show that a pager, a terminal or `cut` has cut it there. */
export class Edge {
  readonly column: number;
  /** What stands behind the value to show it; empty: nothing, where the kernel prints more; undefined: nothing. */
  readonly mark: string | undefined;
  readonly #ends = new Set<string>();
  readonly #beside = new Set<string>();
  #isPassed = false;

  /** @param column the columns that the line has */
  constructor(column: number, mark?: string) {
    this.column = column;
    this.mark = mark;
  }

  /** Sees a line that is near the value, or its own. */
  see(line: SeenLine): void {
    const { length } = line;
    if (this.#isPassed || length <= this.column - BESIDE) return;
    if (length > this.column) {
      this.#isPassed = true;
      return;
    }
    const { kind } = line;
    if (kind !== undefined) (length === this.column ? this.#ends : this.#beside).add(kind);
  }

  /** Whether lines of several kinds end there, fewer near it, and none behind it. */
  get isCut(): boolean {
    if (this.mark !== undefined) return true;
    return !this.#isPassed && this.#ends.size >= FEWEST && this.#ends.size > this.#beside.size;
  }
}

/** Keeps the lines near a place that are read, for the edges there. */
export class TextEdges {
  readonly #lines: SeenLine[] = [];

  readonly #open: () => readonly { readonly edge: Edge | undefined }[];

  /** @param open the reports that are told of further lines */
  constructor(open: () => readonly { readonly edge: Edge | undefined }[]) {
    this.#open = open;
  }

  /** A line is read. */
  see(text: string, offset: number): void {
    const line = new SeenLine(text, offset);
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    for (const { edge } of this.#open()) edge?.see(line);
  }

  /** That at the end of the line that was seen last; undefined where no screen is as narrow. */
  atEnd({ length }: string, offset: number): Edge | undefined {
    if (length < NARROWEST) return undefined;
    const edge = new Edge(length);
    for (const near of this.#lines) if (offset - near.offset <= LOG_WINDOW) edge.see(near);
    return edge;
  }
}
