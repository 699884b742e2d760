import { PteDecodeError } from '../../src/core/errors.ts';
import { ClosedPipeError, type Input, type Io, type Output } from '../../src/input/io.ts';
import { run } from '../../src/cli/run.ts';

/** What a run of the program finds around it. */
export interface Surroundings {
  /** Standard input: text or bytes, or several reads of them; absent: empty. */
  readonly stdin?: string | Uint8Array | readonly (string | Uint8Array)[];
  readonly stdinIsTTY?: boolean;
  readonly stdoutIsTTY?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Number of writes to standard output that succeed before its reader goes away. */
  readonly writesBeforeClose?: number;
}

/** What a run wrote and gave back. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Inputs that were opened and not closed. */
  readonly open: number;
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

class Sink implements Output {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly #decoder = new TextDecoder();
  #writes: number;
  text = '';

  constructor(isTTY: boolean, columns: number | undefined, writes = Infinity) {
    this.isTTY = isTTY;
    this.columns = columns;
    this.#writes = writes;
  }

  write(data: string | Uint8Array): void {
    if (this.#writes <= 0) throw new ClosedPipeError('nobody reads the output');
    this.#writes -= 1;
    this.text += typeof data === 'string' ? data : this.#decoder.decode(data, { stream: true });
  }
}

/** An `Io` of plain values, and what was written to it. */
export function fakeIo(around: Surroundings = {}): {
  io: Io;
  stdout: () => string;
  stderr: () => string;
  open: () => number;
} {
  let open = 0;
  const input = (name: string, size: number | undefined, chunks: readonly Uint8Array[]): Input => {
    const waiting = chunks.filter((chunk) => chunk.length > 0);
    open += 1;
    return {
      name,
      size,
      read: (buffer) => {
        const [next] = waiting;
        if (!next) return 0;
        const part = next.subarray(0, buffer.length);
        buffer.set(part);
        if (part.length === next.length) waiting.shift();
        else waiting[0] = next.subarray(part.length);
        return part.length;
      },
      close: () => {
        open -= 1;
      },
    };
  };
  const file = (path: string): Uint8Array => {
    const data = around.files?.[path];
    if (data === undefined)
      throw new PteDecodeError('ERR_INPUT', 'cannot read: no such file', { origin: { source: path } });
    return bytesOf(data);
  };
  const stdout = new Sink(around.stdoutIsTTY ?? false, around.columns, around.writesBeforeClose);
  const stderr = new Sink(false, undefined);
  const stdin = around.stdin ?? [];
  const io: Io = {
    stdout,
    stderr,
    stdinIsTTY: around.stdinIsTTY ?? false,
    env: around.env ?? {},
    open: (path) =>
      path === '-'
        ? input(
            '<stdin>',
            undefined,
            (typeof stdin === 'string' || stdin instanceof Uint8Array ? [stdin] : stdin).map(bytesOf),
          )
        : input(path, file(path).length, [file(path)]),
    readFile: file,
  };
  return { io, stdout: () => stdout.text, stderr: () => stderr.text, open: () => open };
}

/** Runs the program as a shell would, without a process. */
export async function runCli(argv: readonly string[], around: Surroundings = {}): Promise<Result> {
  const { io, stdout, stderr, open } = fakeIo(around);
  const code = await run(argv, io);
  return { code, stdout: stdout(), stderr: stderr(), open: open() };
}
