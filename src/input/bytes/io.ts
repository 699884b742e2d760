import type { ByteSource } from './byte-source.ts';

/** Thrown when the reader of an output went away; the program ends quietly with 0. */
export class ClosedPipeError extends Error {}

/** Where text and bytes go. */
export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal in columns, or undefined. */
  readonly columns: number | undefined;
  /** Height of the terminal in lines; absent where it is not known. */
  readonly rows?: number | undefined;
  /** Lets the sequences that set colours through from now on, where text is looked at (safe-io.ts). */
  allowColours?(): void;
  /** Calls a function before anything is written, until another one or none is given (safe-io.ts). */
  watch?(listener: (() => void) | undefined): void;
  /** @throws ClosedPipeError when nobody reads any more */
  write(data: string | Uint8Array): void;
}

/** An open input: bytes one after the other, and at any position where it is a file. */
export interface Input {
  /** Name for messages, such as `<stdin>` or the file's name. */
  readonly name: string;
  /** Bytes of a regular file; undefined where the system does not say: pipes, terminals, files of /proc. */
  readonly size: number | undefined;
  /** It is a character device: such as /dev/zero, it may have no end. */
  readonly isDevice?: boolean;
  /** Fills `target` from its beginning and gives the number of bytes, 0 at the end. */
  read(target: Uint8Array): number;
  /** The same without blocking, for readers that have something else to do when nothing comes. */
  readonly readLater?: (target: Uint8Array) => Promise<number>;
  /** Reads at a position, as `ByteSource` does; absent for what can only be read in order. */
  readonly readAt?: ByteSource['readAt'];
  /** The system's number of a regular file that was opened by its name: for another thread, which reads at positions. */
  readonly fd?: number;
  /** Whether the file was written to since it was opened; absent for what is no file. */
  readonly hasChanged?: () => boolean;
  close(): void;
}

/** What is said of an input that was written to while it was read: what was read of it was never all in it at once. */
export const CHANGED_WHILE_READ = 'the file was written to while it was read: the answer may be wrong';

/** A file that is being written: it appears under its name only when it is whole. */
export interface NewFile {
  /** @throws PteDecodeError `ERR_OUTPUT`; what was written so far is taken back then */
  write(data: string | Uint8Array): void;
  /** Puts the file in its place. @throws PteDecodeError `ERR_OUTPUT` */
  finish(): void;
  /** Takes back what was written; does nothing once the file is finished. */
  abandon(): void;
}

/** Everything outside that the program touches; tests hand in their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens a file, or standard input for `-`. @throws PteDecodeError `ERR_INPUT` */
  open(path: string): Input;
  /** Opens a file for reads at any position. @throws PteDecodeError `ERR_INPUT`, for a pipe or directory too */
  openFile(path: string): ByteSource;
  /**
   * Reads a small file whole.
   *
   * @param limit the most bytes; 64 MiB when absent
   * @throws PteDecodeError `ERR_INPUT`, for a longer file too
   */
  readFile(path: string, limit?: number): Uint8Array;
  /** The names in a directory, in no order. @throws PteDecodeError `ERR_INPUT` */
  listFolder(path: string): readonly string[];
  /**
   * Begins a file.
   *
   * @param access `private`: only the owner may read it
   * @throws PteDecodeError `ERR_OUTPUT`
   */
  createFile(path: string, access?: 'private'): NewFile;
}

/** The same world with some of its members changed; all others are asked where they are. */
export function changedIo(io: Io, changes: Partial<Io>): Io {
  return {
    stdout: io.stdout,
    stderr: io.stderr,
    get stdinIsTTY() {
      return io.stdinIsTTY;
    },
    env: io.env,
    open: (path) => io.open(path),
    openFile: (path) => io.openFile(path),
    readFile: (path, limit) => io.readFile(path, limit),
    listFolder: (path) => io.listFolder(path),
    createFile: (path, access) => io.createFile(path, access),
    ...changes,
  };
}

/** Reads a small text file whole, as `Io.readFile` does; bytes that are no UTF-8 become U+FFFD. */
export function readText(io: Io, path: string, limit?: number): string {
  return new TextDecoder().decode(io.readFile(path, limit));
}

/** Begins a file as `Io.createFile` does; `-` is standard output, from which nothing can be taken back. */
export function createOutput(io: Io, path: string, access?: 'private'): NewFile {
  if (path !== '-') return io.createFile(path, access);
  const nothing = (): void => undefined;
  return {
    write: (data) => {
      io.stdout.write(data);
    },
    finish: nothing,
    abandon: nothing,
  };
}

/**
 * Writes a file whole or not at all; `-` is standard output.
 *
 * @throws PteDecodeError `ERR_OUTPUT`
 */
export function writeWhole(io: Io, path: string, text: string): void {
  const file = createOutput(io, path);
  file.write(text);
  file.finish();
}

/** What some work on open inputs gives; when it fails they are closed. */
export async function closingOnError<Result>(
  open: readonly { close(): void }[],
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    for (const each of open) each.close();
    throw error;
  }
}
