import { PteDecodeError } from '../../src/core/errors.ts';
import type { ByteSource } from '../../src/input/bytes/byte-source.ts';
import { ClosedPipeError, type Input, type Io, type NewFile, type Output } from '../../src/input/bytes/io.ts';
import { createFile } from '../../src/input/bytes/new-file.ts';
import { listFolder, openFile, openInput, readFile } from '../../src/input/bytes/node-files.ts';
import { run } from '../../src/cli/start/run.ts';

/** What a run of the program finds around it. */
export interface Surroundings {
  /** Standard input: text or bytes, or several reads of them; absent: empty. */
  readonly stdin?: string | Uint8Array | readonly (string | Uint8Array)[];
  readonly stdinIsTTY?: boolean;
  readonly stdoutIsTTY?: boolean;
  readonly stderrIsTTY?: boolean;
  readonly columns?: number;
  /** Lines of the terminal. */
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Whether files that are not in `files` are those of this machine; else there are none. */
  readonly onDisk?: boolean;
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
  readonly rows: number | undefined;
  readonly #decoder = new TextDecoder();
  #writes: number;
  text = '';

  constructor(isTTY: boolean, { columns, rows }: Surroundings, writes = Infinity) {
    this.isTTY = isTTY;
    this.columns = columns;
    this.rows = rows;
    this.#writes = writes;
  }

  write(data: string | Uint8Array): void {
    if (this.#writes <= 0) throw new ClosedPipeError('nobody reads the output');
    this.#writes -= 1;
    this.text += typeof data === 'string' ? data : this.#decoder.decode(data, { stream: true });
  }
}

/** The bytes at a position, as many as fit. */
function copyAt(bytes: Uint8Array, offset: number, target: Uint8Array): number {
  const part = bytes.subarray(offset, offset + target.length);
  target.set(part);
  return part.length;
}

/** A file that is kept in a map once it is finished. */
function newFile(path: string, written: Map<string, Uint8Array>): NewFile {
  const pieces: Uint8Array[] = [];
  return {
    write: (data) => pieces.push(bytesOf(data).slice()),
    finish: () => written.set(path, Buffer.concat(pieces)),
    abandon: () => undefined,
  };
}

/** An `Io` of plain values, and what was written to it; `written` has the files, none of those on disk. */
export function fakeIo(around: Surroundings = {}): {
  io: Io;
  stdout: () => string;
  stderr: () => string;
  open: () => number;
  written: ReadonlyMap<string, Uint8Array>;
} {
  let open = 0;
  const written = new Map<string, Uint8Array>();
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
      ...(size === undefined
        ? {}
        : { readAt: (offset: number, target: Uint8Array) => copyAt(file(name), offset, target) }),
      close: () => {
        open -= 1;
      },
    };
  };
  const source = (path: string): ByteSource => {
    const bytes = file(path);
    open += 1;
    return {
      name: path,
      size: bytes.length,
      readAt: (offset, target) => copyAt(bytes, offset, target),
      close: () => {
        open -= 1;
      },
    };
  };
  const isOnDisk = (path: string): boolean => around.onDisk === true && around.files?.[path] === undefined;
  const file = (path: string): Uint8Array => {
    const data = around.files?.[path];
    if (data === undefined)
      throw new PteDecodeError('ERR_INPUT', 'cannot read: no such file', { origin: { source: path } });
    return bytesOf(data);
  };
  const stdout = new Sink(around.stdoutIsTTY ?? false, around, around.writesBeforeClose);
  const stderr = new Sink(around.stderrIsTTY ?? false, around);
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
        : isOnDisk(path)
          ? openInput(path)
          : input(path, file(path).length, [file(path)]),
    openFile: (path) => (isOnDisk(path) ? openFile(path) : source(path)),
    readFile: (path, limit) => (isOnDisk(path) ? readFile(path, limit) : file(path)),
    listFolder: (path) => {
      if (around.onDisk) return listFolder(path);
      if (around.files && path in around.files)
        throw new PteDecodeError('ERR_INPUT', `${path}: cannot read: not a directory`);
      const inside = Object.keys(around.files ?? {}).filter((name) => name.startsWith(`${path}/`));
      return [...new Set(inside.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))];
    },
    createFile: (path, access) => (around.onDisk ? createFile(path, access) : newFile(path, written)),
  };
  return { io, stdout: () => stdout.text, stderr: () => stderr.text, open: () => open, written };
}

/** Runs the program as a shell would, without a process. */
export async function runCli(argv: readonly string[], around: Surroundings = {}): Promise<Result> {
  const { io, stdout, stderr, open } = fakeIo(around);
  const code = await run(argv, io);
  return { code, stdout: stdout(), stderr: stderr(), open: open() };
}

/** Runs the program on the files of this machine; standard input is a terminal unless it is given. */
export function runOnDisk(argv: readonly string[], around: Surroundings = {}): Promise<Result> {
  return runCli(argv, { stdinIsTTY: around.stdin === undefined, ...around, onDisk: true });
}
