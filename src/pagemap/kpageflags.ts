import { keptIn } from '../core/later.ts';
import { type Availability, isAvailable, type VersionCode } from '../core/version.ts';
import type { ByteSource } from '../input/bytes/byte-source.ts';
import { unknownBit } from './layout.ts';
import { WORD_BYTES } from './scan/memory.ts';

/** One bit of a /proc/kpageflags word. */
interface KpageflagRow extends Availability {
  readonly bit: number;
  readonly name: string;
  readonly src: string;
}

const UAPI = 'include/uapi/linux/kernel-page-flags.h';
const INTERNAL = 'include/linux/kernel-page-flags.h';

/** The bits of a /proc/kpageflags word under the kernel's names without `KPF_`. */
// prettier-ignore
export const KPAGEFLAG_ROWS: readonly KpageflagRow[] = [
  { bit: 0, name: 'LOCKED', src: `v4.18 ${UAPI} KPF_LOCKED` },
  { bit: 1, name: 'ERROR', until: '6.12', src: `v4.18 ${UAPI} KPF_ERROR` },
  { bit: 2, name: 'REFERENCED', src: `v4.18 ${UAPI} KPF_REFERENCED` },
  { bit: 3, name: 'UPTODATE', src: `v4.18 ${UAPI} KPF_UPTODATE` },
  { bit: 4, name: 'DIRTY', src: `v4.18 ${UAPI} KPF_DIRTY` },
  { bit: 5, name: 'LRU', src: `v4.18 ${UAPI} KPF_LRU` },
  { bit: 6, name: 'ACTIVE', src: `v4.18 ${UAPI} KPF_ACTIVE` },
  { bit: 7, name: 'SLAB', src: `v4.18 ${UAPI} KPF_SLAB` },
  { bit: 8, name: 'WRITEBACK', src: `v4.18 ${UAPI} KPF_WRITEBACK` },
  { bit: 9, name: 'RECLAIM', src: `v4.18 ${UAPI} KPF_RECLAIM` },
  { bit: 10, name: 'BUDDY', src: `v4.18 ${UAPI} KPF_BUDDY` },
  { bit: 11, name: 'MMAP', src: `v4.18 ${UAPI} KPF_MMAP` },
  { bit: 12, name: 'ANON', src: `v4.18 ${UAPI} KPF_ANON` },
  { bit: 13, name: 'SWAPCACHE', src: `v4.18 ${UAPI} KPF_SWAPCACHE` },
  { bit: 14, name: 'SWAPBACKED', src: `v4.18 ${UAPI} KPF_SWAPBACKED` },
  { bit: 15, name: 'COMPOUND_HEAD', src: `v4.18 ${UAPI} KPF_COMPOUND_HEAD` },
  { bit: 16, name: 'COMPOUND_TAIL', src: `v4.18 ${UAPI} KPF_COMPOUND_TAIL` },
  { bit: 17, name: 'HUGE', src: `v4.18 ${UAPI} KPF_HUGE` },
  { bit: 18, name: 'UNEVICTABLE', src: `v4.18 ${UAPI} KPF_UNEVICTABLE` },
  { bit: 19, name: 'HWPOISON', src: `v4.18 ${UAPI} KPF_HWPOISON` },
  { bit: 20, name: 'NOPAGE', src: `v4.18 ${UAPI} KPF_NOPAGE` },
  { bit: 21, name: 'KSM', src: `v4.18 ${UAPI} KPF_KSM` },
  { bit: 22, name: 'THP', src: `v4.18 ${UAPI} KPF_THP` },
  { bit: 23, name: 'BALLOON', until: '5.1', src: `v5.0 ${UAPI} KPF_BALLOON` },
  { bit: 23, name: 'OFFLINE', since: '5.1', src: `v5.3 ${UAPI} KPF_OFFLINE` },
  { bit: 24, name: 'ZERO_PAGE', src: `v4.18 ${UAPI} KPF_ZERO_PAGE` },
  { bit: 25, name: 'IDLE', src: `v4.18 ${UAPI} KPF_IDLE` },
  { bit: 26, name: 'PGTABLE', since: '4.18', src: `v4.18 ${UAPI} KPF_PGTABLE` },
  { bit: 32, name: 'RESERVED', src: `v4.18 ${INTERNAL} KPF_RESERVED` },
  { bit: 33, name: 'MLOCKED', src: `v4.18 ${INTERNAL} KPF_MLOCKED` },
  { bit: 34, name: 'MAPPEDTODISK', until: '6.12', src: `v6.11 ${INTERNAL} KPF_MAPPEDTODISK` },
  { bit: 34, name: 'OWNER_2', since: '6.12', src: `v6.12 ${INTERNAL} KPF_OWNER_2` },
  { bit: 35, name: 'PRIVATE', src: `v4.18 ${INTERNAL} KPF_PRIVATE` },
  { bit: 36, name: 'PRIVATE_2', src: `v4.18 ${INTERNAL} KPF_PRIVATE_2` },
  { bit: 37, name: 'OWNER_PRIVATE', src: `v4.18 ${INTERNAL} KPF_OWNER_PRIVATE` },
  { bit: 38, name: 'ARCH', src: `v4.18 ${INTERNAL} KPF_ARCH` },
  { bit: 39, name: 'UNCACHED', until: '6.12', src: `v6.11 ${INTERNAL} KPF_UNCACHED` },
  { bit: 40, name: 'SOFTDIRTY', src: `v4.18 ${INTERNAL} KPF_SOFTDIRTY` },
  { bit: 41, name: 'ARCH_2', since: '5.10', src: `v5.10 ${INTERNAL} KPF_ARCH_2` },
  { bit: 42, name: 'ARCH_3', since: '6.2', src: `v6.2 ${INTERNAL} KPF_ARCH_3` },
];

/** Gives the names of the flags of a kpageflags word; `bit_N` for one that the release does not have. */
export function kpageflagNames(version: VersionCode): (flags: bigint) => readonly string[] {
  const rows = KPAGEFLAG_ROWS.filter((row) => isAvailable(row, version, () => true));
  const known = new Map<bigint, readonly string[]>();
  return (flags) =>
    keptIn(known, flags, () =>
      Array.from({ length: 64 }, (_, bit) => bit)
        .filter((bit) => ((flags >> BigInt(bit)) & 1n) === 1n)
        .map((bit) => rows.find((row) => row.bit === bit)?.name ?? unknownBit(bit)),
    );
}

/** Words of one read. */
const BATCH = 1 << 13;

/** Reads /proc/kpageflags for frames that follow one another, many at a time. */
export class KpageflagsReader {
  readonly #source: ByteSource;
  readonly #words = new BigUint64Array(BATCH);

  /** @param source the opened file */
  constructor(source: ByteSource) {
    this.#source = source;
  }

  /**
   * Calls with each stretch of frames that have the same flags; undefined for those behind the end of the file, which are
   * no memory of the machine (device registers, say).
   *
   * @param pfn first frame number
   * @param pages how many frames follow on
   */
  read(
    pfn: number,
    pages: number,
    each: (offset: number, pages: number, flags: bigint | undefined) => void,
  ): void {
    let start = 0;
    let done = 0;
    let flags: bigint | undefined;
    while (done < pages) {
      const count = this.#fill(pfn + done, Math.min(BATCH, pages - done));
      if (count === 0) break;
      for (let i = 0; i < count; i += 1) {
        const word = this.#words[i] ?? 0n;
        if (flags !== undefined && word !== flags) {
          each(start, done + i - start, flags);
          start = done + i;
        }
        flags = word;
      }
      done += count;
    }
    if (flags !== undefined) each(start, done - start, flags);
    if (done < pages) each(done, pages - done, undefined);
  }

  #fill(pfn: number, pages: number): number {
    const target = new Uint8Array(this.#words.buffer, 0, pages * WORD_BYTES);
    const got = this.#source.readAt(pfn * WORD_BYTES, target);
    return Math.floor(got / WORD_BYTES);
  }

  close(): void {
    this.#source.close();
  }
}
