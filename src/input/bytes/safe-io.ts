import { harmless, leavingText } from '../../core/printable.ts';
import { changedIo, type Io, type NewFile, type Output } from './io.ts';

/** Columns of a terminal whose size nobody set, which says 0: a serial console, `script`, `docker exec -t`. */
const USUAL_COLUMNS = 80;

class SafeOutput implements Output {
  readonly #output: Output;
  #isColoured = false;
  #listener: (() => void) | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  get isTTY(): boolean {
    return this.#output.isTTY;
  }

  get columns(): number | undefined {
    const { columns } = this.#output;
    return columns === 0 ? USUAL_COLUMNS : columns;
  }

  get rows(): number | undefined {
    return this.#output.rows || undefined;
  }

  allowColours(): void {
    this.#isColoured = true;
  }

  watch(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  write(data: string | Uint8Array): void {
    this.#listener?.();
    this.#output.write(typeof data === 'string' ? leavingText(data, this.#isColoured) : data);
  }
}

function safeFile(file: NewFile): NewFile {
  return {
    write: (data) => {
      file.write(typeof data === 'string' ? leavingText(data) : data);
    },
    finish: () => {
      file.finish();
    },
    abandon: () => {
      file.abandon();
    },
  };
}

/**
 * The same world with one function at its edge: all text that a command writes, to standard output, standard error or a
 * file, goes through `leavingText`, so that no output can forget it. Bytes are written as they are: whoever makes bytes
 * of foreign text calls it on that text. A terminal without a size has one here.
 */
export function safeIo(io: Io): Io {
  return changedIo(io, {
    stdout: new SafeOutput(io.stdout),
    stderr: new SafeOutput(io.stderr),
    createFile: (path, access) => safeFile(io.createFile(path, access)),
  });
}

/**
 * Says something to the user on standard error: in one line, which is broken at blanks on a terminal.
 *
 * @param text what to say; foreign text in it cannot end the line or act on a terminal
 */
export function tell({ stderr }: Pick<Io, 'stderr'>, text: string): void {
  stderr.write(brokenLine(`pte-decode: ${harmless(text)}`, stderr) + '\n');
}

/** A line of a message as lines of a terminal, all but the first indented; the line itself elsewhere. */
export function brokenLine(line: string, { isTTY, columns }: Pick<Output, 'isTTY' | 'columns'>): string {
  if (!isTTY || columns === undefined || line.length <= columns) return line;
  const lines: string[] = [];
  let last = '';
  for (const word of line.split(' ')) {
    const longer = last === '' ? word : `${last} ${word}`;
    if (last.trim() === '' || longer.length <= columns) last = longer;
    else {
      lines.push(last);
      last = `  ${word}`;
    }
  }
  return [...lines, last].join('\n');
}
