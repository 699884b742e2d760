import { CaptureWriter } from '../../src/pagemap/capture/writer.ts';
import { MEMORY, WORD_BYTES } from '../../src/pagemap/scan/memory.ts';
import { createEngine } from '../../src/pagemap/scan/wasm.ts';
import { parseMaps } from '../../src/pages/maps.ts';

/** A mapping that is made: how many pages, and the share of them that is present. */
interface Made {
  readonly pages: number;
  readonly perms: string;
  readonly name: string;
  readonly share: number;
}

const GIB = 1 << 18;
const MIB = 1 << 8;

/** Numbers from 0 to below 1, the same each time (a linear congruential generator). */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const made = (pages: number, perms: string, name: string, share: number): Made => ({
  pages,
  perms,
  name,
  share,
});
const hole = (pages: number): Made => made(pages, '', '', 0);

/** What the loader maps of a file: headers, code, constants, data, and anonymous memory behind them. */
function mappedFile(name: string, pages: number, hasTail: boolean): readonly Made[] {
  return [
    made(Math.ceil(pages / 8), 'r--p', name, 0.9),
    made(Math.ceil(pages / 2), 'r-xp', name, 0.5),
    made(Math.ceil(pages / 4), 'r--p', name, 0.3),
    made(Math.ceil(pages / 16), 'r--p', name, 1),
    made(1, 'rw-p', name, 1),
    ...(hasTail ? [made(2, 'rw-p', '', 1)] : []),
  ];
}

const many = (count: number, of: (index: number) => readonly Made[]): readonly Made[] =>
  Array.from({ length: count }, (_, index) => of(index)).flat();

/**
 * The mappings of a browser as a live one was seen to have them (Chromium 156 on Debian 12: 828 mappings, 52.6 GiB): 859
 * of them, 52 GiB, nearly all of it reserved and empty.
 */
const REGIONS: readonly { readonly start: number; readonly made: readonly Made[] }[] = [
  { start: 0x10, made: [made(4 * GIB, '---p', '', 0)] },
  {
    start: 0x27b000000,
    made: [
      ...many(25, () => [
        made(1, 'rw-p', '', 1),
        made(1, '---p', '', 0),
        made(496, 'rw-p', '', 0.7),
        made(14, '---p', '', 0),
      ]),
      made(31.25 * GIB, '---p', '', 0),
    ],
  },
  { start: 0x3484a56f0, made: many(16, () => [made(511, '---p', '', 0), made(1, 'rw-p', '', 1)]) },
  { start: 0x3484f0000, made: [made(16 * GIB, '---p', '', 0)] },
  { start: 0x5561c0167, made: mappedFile('/opt/browser/browser', 280 * MIB, true) },
  {
    start: 0x7f725ee45,
    made: [
      ...many(40, (i) => [
        made(32, 'rw-s', `/memfd:shared-memory-region (deleted)`, 1),
        ...(i % 2 === 0 ? [hole(4)] : []),
      ]),
      ...many(12, (i) => [made(150 + 10 * i, 'r--p', `/usr/share/fonts/font-${i}.ttf`, 0.4)]),
      ...many(30, () => [made(1, '---p', '', 0), made(8 * MIB, 'rw-p', '', 0.002)]),
      made(0x2400, 'r--s', '/opt/browser/resources.pak', 0.02),
      ...many(104, (i) => [
        ...mappedFile(
          `/usr/lib/x86_64-linux-gnu/lib${'abcdefghijklmnopqrstuvwxyz'.charAt(i % 26)}${i}.so.${i % 7}`,
          16 + ((i * 37) % 450),
          i % 9 < 7,
        ),
        ...(i % 3 === 0 ? [hole(1 + (i % 5))] : []),
      ]),
      made(4, 'r--p', '[vvar]', 0),
      made(2, 'r-xp', '[vdso]', 1),
    ],
  },
  { start: 0x7ffe9f6ee, made: [made(33, 'rw-p', '[stack]', 0.6)] },
];

/** /proc/PID/maps of such a process. */
export function browserMaps(): string {
  const address = (page: number): string => (page * 4096).toString(16).padStart(8, '0');
  return REGIONS.map(({ start, made: all }) => {
    let page = start;
    return all
      .map(({ pages, perms, name }) => {
        const from = page;
        page += pages;
        return perms === '' ? '' : `${address(from)}-${address(page)} ${perms} 00000000 00:00 0 ${name}\n`;
      })
      .join('');
  }).join('');
}

/** Words as of a page that is present, one that is also write-protected, a page in swap, and an empty one. */
const WORDS = {
  present: [0x1000, 0x8180_0000],
  protected: [0x2000, 0x8380_0000],
  swap: [0x140, 0x4080_0000],
  none: [0, 0],
} as const;

/** A capture of such a process: what `pagemap capture` writes of it. */
export function browserCapture(): Uint8Array {
  const maps = browserMaps();
  const engine = createEngine();
  const words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const pieces: Uint8Array[] = [];
  const file = {
    write: (data: string | Uint8Array) => pieces.push(Buffer.from(data)),
    finish: () => undefined,
    abandon: () => undefined,
  };
  const header = {
    format: 1,
    page_size: 4096,
    kernel: '6.12',
    pid: 1,
    program: 'browser',
    notes: [],
  } as const;
  const writer = new CaptureWriter(file, header, [new TextEncoder().encode(maps)], engine);
  const next = numbers();
  const shares = REGIONS.flatMap(({ made: all }) => all.filter(({ perms }) => perms !== ''));
  parseMaps(maps, 'maps', 4096).forEach((vma, index) => {
    const share = shares[index]?.share ?? 0;
    const pages = vma.end - vma.start;
    const whole = { page: vma.start, pages, from: -1, lo: 0, hi: 0, vma };
    if (share === 0) writer.add(whole);
    for (let at = 0, isUsed = false; share > 0 && at < pages;) {
      const count = Math.min(pages - at, MEMORY.wordsBytes / WORD_BYTES / 2);
      for (let i = 0; i < count; i += 1) {
        // Pages in use come in runs.
        if (next() < 0.1 || i === 0) isUsed = next() < share;
        const kind = isUsed
          ? index % 40 === 7
            ? 'protected'
            : index % 50 === 9
              ? 'swap'
              : 'present'
          : 'none';
        [words[2 * i] = 0, words[2 * i + 1] = 0] = WORDS[kind];
      }
      writer.add({ ...whole, page: vma.start + at, pages: count, from: 0 });
      at += count;
    }
  });
  writer.finish();
  return Buffer.concat(pieces);
}
