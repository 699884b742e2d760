import type { Io } from '../../src/input/io.ts';
import { run } from '../../src/cli/run.ts';
import { readFileSync } from 'node:fs';
import { createPagemapModel, type PagemapModel } from '../../src/pagemap/model.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import type { ByteInput } from '../../src/input/bytes.ts';
import { createEngine } from '../../src/pagemap/scan-wasm.ts';
import type { Piece, WordSource } from '../../src/pagemap/word-source.ts';

/** Pagemap words as the bytes of a dump. */
export function dumpOf(words: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(words).buffer);
}

/** An input that gives bytes in reads of at most `step`, as a pipe does; with `seekable` it is a file. */
export function inputOf(bytes: Uint8Array, step = Infinity, seekable = false): ByteInput {
  let at = 0;
  const readAt = (target: Uint8Array, offset: number | bigint): number => {
    const start = Number(offset);
    const part = bytes.subarray(start, start + Math.min(step, target.length));
    target.set(part);
    return part.length;
  };
  return {
    name: 'test.dump',
    size: seekable ? bytes.length : undefined,
    read(target) {
      const got = readAt(target, at);
      at += got;
      return got;
    },
    ...(seekable ? { readAt } : {}),
    close: () => undefined,
  };
}

/** The model of a kernel by name. */
export function modelOf(kernel: string): PagemapModel {
  return createPagemapModel(resolveKernel({ kernel }));
}

/** A page that a source gave. */
export interface SeenPage {
  readonly page: number;
  readonly word: bigint;
  readonly vma: string | undefined;
}

/** Every page of a source, one by one. */
export function pagesOf(open: (engine: ReturnType<typeof createEngine>) => WordSource): {
  readonly pages: readonly SeenPage[];
  readonly source: WordSource;
} {
  const engine = createEngine();
  const words = new BigUint64Array(engine.buffer, 0, 1 << 17);
  const source = open(engine);
  const pages: SeenPage[] = [];
  const add = (piece: Piece): void => {
    for (let i = 0; i < piece.pages; i += 1) {
      const fill = (BigInt(piece.hi) << 32n) | BigInt(piece.lo);
      const word = piece.from < 0 ? fill : (words[piece.from + i] ?? -1n);
      pages.push({ page: piece.page + i, word, vma: piece.vma?.name });
    }
  };
  for (let pieces = source.next(); pieces; pieces = source.next()) pieces.forEach(add);
  return { pages, source };
}

/** What a command wrote, and its exit status. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs pte-decode in this process. */
export async function runCommand(
  argv: readonly string[],
  options: { readonly stdin?: Uint8Array; readonly env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const text = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Io['stdout'] => ({
    isTTY: false,
    columns: undefined,
    write: (data) => {
      text[name] += typeof data === 'string' ? data : Buffer.from(data).toString();
    },
  });
  const input = inputOf(options.stdin ?? new Uint8Array(0));
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdinIsTTY: false,
    env: options.env ?? {},
    open: () => ({ name: '<stdin>', size: undefined, read: input.read, close: input.close }),
    readFile: (path) => readFileSync(path),
  };
  const status = await run(argv, io);
  return { status, ...text };
}
