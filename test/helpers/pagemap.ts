import type { Input } from '../../src/input/bytes/io.ts';
import { createPagemapModel, type PagemapModel } from '../../src/pagemap/model.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import type { WordEngine } from '../../src/pagemap/scan/memory.ts';
import { createEngine } from '../../src/pagemap/scan/wasm.ts';
import type { Piece, WordSource } from '../../src/pagemap/sources/word-source.ts';

/** Pagemap words as the bytes of a dump. */
export function dumpOf(words: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(words).buffer);
}

/** An input that gives bytes in reads of at most `step`, as a pipe does; with `seekable` it is a file. */
export function inputOf(bytes: Uint8Array, step = Infinity, seekable = false): Input {
  let at = 0;
  const readAt = (offset: number, target: Uint8Array): number => {
    const part = bytes.subarray(offset, offset + target.length);
    target.set(part);
    return part.length;
  };
  return {
    name: 'test.dump',
    size: seekable ? bytes.length : undefined,
    read(target) {
      const got = readAt(at, target.subarray(0, step));
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

/** One for all sources that are read one after another: an instance takes longer than most of them. */
const engine = createEngine();

/** Every page of a source, one by one. */
export function pagesOf(open: (engine: WordEngine) => WordSource): {
  readonly pages: readonly SeenPage[];
  readonly source: WordSource;
} {
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
