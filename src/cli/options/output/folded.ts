import { changedIo, type Io, type Output } from '../../../input/bytes/io.ts';
import { type Terminal, terminalOf } from '../../../records/text/columns.ts';
import { foldLine } from '../../../records/text/fold.ts';
import { outputWidth } from './terminal.ts';

/** What further lines of a broken one begin with. */
const BELOW = '    ';

/** Breaks lines as they come; what is written need not end with one. */
class FoldedOutput implements Output {
  readonly #output: Output;
  readonly #terminal: Terminal;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(output: Output, terminal: Terminal) {
    this.#output = output;
    this.#terminal = terminal;
  }

  get isTTY(): boolean {
    return this.#output.isTTY;
  }

  get columns(): number | undefined {
    return this.#output.columns;
  }

  allowColours(): void {
    this.#output.allowColours?.();
  }

  watch(listener: (() => void) | undefined): void {
    this.#output.watch?.(listener);
  }

  write(data: string | Uint8Array): void {
    const text =
      this.#rest + (typeof data === 'string' ? data : this.#decoder.decode(data, { stream: true }));
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    if (lines.length > 0) this.#output.write(lines.map((line) => `${this.#fold(line)}\n`).join(''));
  }

  #fold(line: string): string {
    const [, mark = '', text = ''] = /^(# )?(.*)$/.exec(line) ?? [];
    return foldLine(mark, text, this.#terminal, mark === '' ? BELOW : '#   ');
  }
}

/** The terminal that output of one line for each thing is fitted to; undefined for pipes and files, whatever `COLUMNS` says. */
export async function lineTerminal(io: Io): Promise<Terminal | undefined> {
  const columns = io.stdout.isTTY ? outputWidth(io) : undefined;
  return columns === undefined ? undefined : terminalOf(columns);
}

/**
 * The world for output of one line for each thing: lines that are wider than the terminal are broken at blanks. Pipes and
 * files get every line whole.
 */
export async function foldedIo(io: Io): Promise<Io> {
  const terminal = await lineTerminal(io);
  if (!terminal) return io;
  return changedIo(io, { stdout: new FoldedOutput(io.stdout, terminal) });
}
