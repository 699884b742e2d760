import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Explainer } from '../../../src/logs/explain/explain.ts';
import type { ExplainedReport, ExplainedValue } from '../../../src/logs/explain/explained.ts';
import { createFinder } from '../../../src/logs/find/wasm.ts';
import { LogReader } from '../../../src/logs/reader.ts';
import { swpOffset, swpType } from '../../../src/core/entry/swap-entry.ts';
import { type KernelSpec, resolveKernel } from '../../../src/kernel/resolve.ts';
import { type Facts, factsOf } from '../../helpers/facts.ts';
import { property, stringOf } from '../../helpers/json.ts';
import { REAL_KERNELS, realFile } from '../../helpers/real-kernels.ts';

const finder = createFinder();

function explain(
  log: string | Uint8Array,
  fallback: KernelSpec = {},
  always: KernelSpec = {},
): ExplainedReport[] {
  const reader = new LogReader(finder);
  const explainer = new Explainer({ fallback, always });
  const reports: ExplainedReport[] = [];
  const bytes = Buffer.from(log);
  for (let at = 0; ; at += 1 << 16) {
    const part = bytes.subarray(at, at + (1 << 16));
    reader.space.set(part);
    for (const piece of reader.take(part.length))
      if (piece.kind === 'report') reports.push(explainer.explain(piece.report));
    if (part.length === 0) return reports;
  }
}

const factsOfFirst = (report: ExplainedReport | undefined): Facts | undefined => {
  const [value] = report?.values ?? [];
  return value && factsOf(value.entry);
};
const codes = (report: ExplainedReport | undefined): string[] =>
  (report?.findings ?? []).map(({ code }) => code);
const textOf = (report: ExplainedReport | undefined): string =>
  (report?.findings ?? []).map(({ text }) => text).join('\n');

/** The values of a console, picked out with nothing but its words: `line:column level text`. */
function wordsWithValues(console: string): string[] {
  const found: string[] = [];
  for (const [index, line] of console.split('\n').entries()) {
    const add = (level: string, text: string, from = 0): void => {
      found.push(`${index + 1}:${line.indexOf(text, from) + 1} ${level} ${text}`);
    };
    const message = line.replace(/^\[ *\d+\.\d+\] /, '').trimEnd();
    const words = message.split(' ');
    if (words[0] === 'PGD') {
      for (let i = 0; i + 1 < words.length; i += 2) {
        const name = words[i] ?? '';
        add(name.toLowerCase(), words[i + 1] ?? '', line.indexOf(`${name} `) + 4);
      }
    } else if (message.startsWith('BUG: Bad page map in process gt-') || message.startsWith('pgd:')) {
      for (const word of words) {
        const [level = '', value = ''] = word.split(':');
        if (/^(?:pgd|p4d|pud|pmd|pte)$/.test(level)) add(level, value, line.indexOf(word) + 4);
      }
    } else if (/^mm\/\S+ bad pmd/.test(message))
      add('pmd', (words.at(-1) ?? '').slice(17, 33), line.indexOf('('));
    else if (/Bad swap (?:file|offset) entry \S/.test(message)) add('swap_entry', words.at(-1) ?? '');
  }
  return found;
}

interface Event {
  readonly kind: string;
  readonly title: string;
  readonly event: unknown;
  readonly log: string;
}

function eventsOf(folder: string): Event[] {
  return readFileSync(realFile(folder, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const event: unknown = JSON.parse(line);
      const get = (key: string): string => stringOf(event, key);
      const kind = get('kind');
      const title = kind === 'kernel_access_oops' ? `${get('access')} of ${get('state')}` : get('name');
      return { kind, title, event, log: get('log') };
    });
}

/** The state that a decoder must give for a state of the fixtures, by how the page was made. */
function stateFor(name: string, kernel: string): string {
  if (name === 'none') return 'none';
  if (name === 'swapin_error') return kernel === 'debian-6.1' ? 'swapin-error' : 'pte-marker';
  if (name.includes('marker')) return 'pte-marker';
  if (name.includes('hwpoison')) return 'hwpoison';
  if (name.includes('protnone') || name.startsWith('uffd_rwp')) return 'protnone';
  if (name.includes('swapped')) return 'swap';
  return 'present';
}

/** What must be said about a corrupted entry, by what was done to it; one of each row. */
// prettier-ignore
const WHY: Readonly<Record<string, readonly string[]>> = {
  'frame number with no memory behind it': ['beyond-memory'],
  'software bit 9 (special) set in a normal mapping': ['special-bit'],
  'frame number of a page-table page': ['page-counts'],
  'swap type 9, never enabled': ['swap-area'],
  'type 0, offset beyond the end': ['swap-offset'],
  'only bit 2 set': ['single-bit', 'hidden-flags'],
  'only bit 1 set': ['single-bit', 'hidden-flags'],
  'empty entry with one flipped bit': ['single-bit'],
  'present entry, bit 0 lost': ['present-bit-lost'],
  'frame number with one flipped high bit': ['beyond-memory'],
  'overwritten by ASCII text': ['ascii-text', 'beyond-memory', 'reserved-bit'],
  'overwritten by ASCII text (bit 0 happens to be set)': ['ascii-text'],
  'overwritten by the slab poison byte 6b': ['poison-byte'],
  'overwritten by a kernel pointer': ['kernel-pointer'],
  'physical address bit above the implemented width': ['reserved-bit', 'beyond-memory'],
  'writable bit lost in a table entry': ['missing-bits'],
  'type 0, a free slot': ['swap-slot'],
};

describe.each(REAL_KERNELS)('the console of $folder', ({ folder, kernel: name }) => {
  const bytes = readFileSync(realFile(folder, 'console.log'));
  const [banner = ''] = bytes.toString('latin1').split('\n');
  const kernel = resolveKernel({ kernel: name });
  const all = explain(bytes);

  test('every value is found where it stands, and nothing else', () => {
    const found = all.flatMap(({ report }) =>
      report.values.map(({ level, text, index }) => `${report.line}:${index + 1} ${level} ${text}`),
    );
    expect(found).toEqual(wordsWithValues(bytes.toString('latin1')));
    expect(found.length).toBeGreaterThan(100);
  });

  test('the kernel is the one that the log names', () => {
    for (const { chosen } of all)
      expect([chosen?.kernel.id, chosen?.source, chosen?.release]).toEqual([name, 'log', folder]);
  });

  const events = eventsOf(folder);

  test.each(events.filter(({ kind }) => kind === 'kernel_access_oops'))('oops: $title', ({ event, log }) => {
    const get = (key: string): string | null => {
      const value = property(event, key);
      return typeof value === 'string' ? value : null;
    };
    const [report, ...more] = explain(`${banner}\n${log}`);
    expect(more).toEqual([]);
    const values = new Map(report?.values.map((value) => [value.level, value]));
    for (const level of ['pgd', 'pud', 'pmd', 'pte'] as const) {
      const raw = get(level);
      // With page-table isolation the kernel's copy of a pgd entry of user space has NX as well.
      const seen = values.get(level)?.entry.raw;
      const plain = level === 'pgd' && seen !== undefined ? seen & ~(1n << 63n) : seen;
      expect([level, plain]).toEqual([level, raw === null ? undefined : BigInt(raw)]);
    }
    const leaf = get('pte') === null ? 'pmd' : 'pte';
    const state = get('state') ?? '';
    expect(values.get(leaf)?.entry.state).toBe(stateFor(state, name));
    expect(report?.report.circumstances.address).toBe(BigInt(get('va') ?? ''));
    const kind = { read: 'read', write: 'write', exec: 'execute' }[get('access') ?? ''] ?? '';
    expect(report?.findings[0]?.text).toMatch(
      new RegExp(`^${kind} by the kernel at 0x0000${get('va')?.slice(6)}, `),
    );
    expect(report?.findings[1]).toMatchObject({ code: 'stops', level: leaf });
    const rest = codes(report).slice(2);
    const isPresent = stateFor(state, name) === 'present';
    if (!isPresent) expect(rest).toEqual(['user-address']);
    else if (kind === 'execute') expect(rest).toEqual(['no-execute', 'user-page']);
    else if (kind === 'read') expect(rest).toEqual(['user-page', 'user-address']);
    else
      expect(rest).toEqual([
        ...(/zero|uffdwp/.test(state) ? ['read-only'] : []),
        'user-page',
        'user-address',
      ]);
    if (kind === 'write' && state.includes('uffdwp'))
      expect(textOf(report)).toContain('write-protected by userfaultfd');
  });

  const corrupted = events.filter(({ kind, log }) => kind === 'corrupted_entry' && explain(log).length > 0);

  test.each(corrupted)('corrupted: $title', ({ event, log }) => {
    const written = BigInt(stringOf(event, 'written'));
    const why = stringOf(event, 'why');
    const level = stringOf(event, 'level');
    const reports = explain(`${banner}\n${log}`).filter(
      // A crash of the kernel itself that followed, at another address.
      ({ report }) => report.shape.role !== 'walk' || report.circumstances.corrupted,
    );
    const about = reports.filter(({ report }) => report.shape.role !== 'bad-map-walk');
    for (const { report, values } of about) {
      const value: ExplainedValue | undefined =
        report.shape.role === 'walk' ? values.find((each) => each.level === level) : values[0];
      if (!value) throw new Error('no value');
      if (value.level === 'swap_entry') {
        expect(value.entry.state).toBe('swap');
        expect([factsOf(value.entry).swap?.type, factsOf(value.entry).swap?.offset]).toEqual([
          swpType(kernel.swap, written),
          swpOffset(kernel.swap, written),
        ]);
      } else if (stringOf(event, 'name') === 'ascii_overwrite_touch') {
        // The kernel changed the entry before it printed it: only the frame, inverted in the PROT_NONE entry, is left.
        expect(factsOf(value.entry).pfn).toBe(((written ^ ((1n << 64n) - 1n)) >> 12n) & ((1n << 40n) - 1n));
      } else expect([value.level, value.entry.raw]).toEqual([level, written]);
    }
    // Each report says something that fits what was done, or is about the same entry as one that does.
    const wanted = WHY[why] ?? [];
    for (const report of about) {
      const said = codes(report);
      const isTold = said.some((code) => wanted.includes(code)) || report.sameAs !== undefined;
      expect([report.report.shape.name, said, isTold]).toEqual([report.report.shape.name, said, true]);
    }
    expect(
      about.length === 0 || about.some((report) => codes(report).some((code) => wanted.includes(code))),
    ).toBe(true);
  });

  test('most events leave values in the log', () => {
    expect(corrupted.length).toBeGreaterThan(10);
  });
});

describe('public reports', () => {
  test('x86-64 4.1: the layout before 4.8', () => {
    const [map, swap] = explain(
      [
        'BUG: Bad page map in process kworker  pte:fd20b000 pmd:0449c067',
        'swap_free: Bad swap file entry 007e9058',
        'CPU: 0 PID: 1 Comm: a Not tainted 4.1.12 #1',
      ].join('\n'),
    );
    expect(map?.chosen?.kernel.release).toBe('4.1.12');
    expect(factsOfFirst(map)?.swap).toMatchObject({ type: 0, offset: 0x7e9058n });
    expect(factsOfFirst(swap)?.swap).toMatchObject({ type: 0, offset: 0x7e9058n });
    expect(swap?.values[0]?.entry.raw).toBe(0xfd20b000n);
    expect(swap?.sameAs).toEqual({ line: 1, column: 43 });
  });

  test.each([
    {
      name: 'named by its call trace',
      log: 'CPU: 1 PID: 3090 Comm: syz Not tainted 6.0.0-rc6-syzkaller #0\nHardware name: Google\nCall trace:\n',
      fallback: {},
    },
    { name: 'as the options say', log: '', fallback: { kernel: '6.0', arch: 'arm64' } },
  ])('arm64 6.0: $name', ({ log, fallback }) => {
    const [swap, map] = explain(
      `get_swap_device: Bad swap file entry 40207070a050609\nBUG: Bad page map in process syz  pte:a07070a0506090a pmd:80000010d2e5003\n${log}`,
      fallback,
    );
    for (const report of [swap, map]) {
      expect([report?.chosen?.kernel.arch, report?.chosen?.kernel.release]).toEqual(['arm64', '6.0']);
      expect(factsOfFirst(report)?.swap).toMatchObject({ type: 1, offset: 0x207070a050609n });
    }
    expect(swap?.values[0]?.tooLarge).toBeUndefined();
    expect(map?.sameAs).toEqual({ line: 1, column: 38 });
  });
});

describe('Explainer', () => {
  test('a kernel with five levels is known by its P4D', () => {
    const [five] = explain('PGD 4000067 P4D 4001067 PUD 0 \n', { kernel: '6.12' });
    expect([five?.chosen?.kernel.paging, five?.values.map(({ folded }) => folded)]).toEqual([
      5,
      [false, false, false],
    ]);
    const [four] = explain('PGD 4000067 P4D 4000067 PUD 0 \n', { kernel: '6.12' });
    expect([four?.chosen?.kernel.paging, four?.values.map(({ folded }) => folded)]).toEqual([
      4,
      [false, true, false],
    ]);
  });

  test('a generic entry whose pte would be empty is still the swap entry that it is', () => {
    const [report] = explain('get_swap_device: Bad swap offset entry 3ffffffffffff\n', { kernel: '6.12' });
    expect(factsOfFirst(report)).toMatchObject({
      raw: 0n,
      state: 'swap',
      flags: [],
      swap: { type: 0, offset: 0x3ffffffffffffn },
    });
    expect(codes(report)).toEqual(['hidden-flags', 'swap-offset']);
  });

  test('generic entries before 4.20 have the type one bit lower', () => {
    const [old] = explain('swap_free: Bad swap file entry 200000000001234\n', { kernel: '4.19' });
    const [young] = explain('swap_free: Bad swap file entry 400000000001234\n', { kernel: '4.20' });
    for (const report of [old, young])
      expect(factsOfFirst(report)?.swap).toMatchObject({ type: 1, offset: 0x1234n });
  });

  test('a generic entry that no pte can hold says so', () => {
    const [report] = explain('swap_free: Bad swap file entry 3ff000000001234\n', { kernel: '6.12' });
    expect(report?.values[0]?.tooLarge).toEqual({ type: 0, offset: 0x3ff000000001234n });
  });

  test('what the options say of any kernel holds for the one in the log', () => {
    const log = 'Linux version 6.12.0 (a) (gcc) #1\nBUG: Bad page map in process a  pte:0000000000000004\n';
    const [report] = explain(
      log,
      { kernel: '5.10' },
      { config: new Map([['HAVE_ARCH_USERFAULTFD_WP', false]]) },
    );
    expect([
      report?.chosen?.kernel.release,
      report?.chosen?.kernel.config('HAVE_ARCH_USERFAULTFD_WP'),
    ]).toEqual(['6.12', false]);
  });

  test('a value of an architecture without tables is refused, not guessed', () => {
    const [report] = explain('*pde = 34d0b067 *pte = 00000000\n', { kernel: '6.12' }, { arch: 'sparc64' });
    expect(report?.chosen).toBeUndefined();
    expect(report?.refusal).toContain('sparc64');
  });

  // v6.12 arch/x86/mm/fault.c dump_pagetable prints %lx; mm/memory.c print_bad_pte %08llx.
  test.each([
    ['PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000', true],
    ['PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000\n', false],
    ['PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867', false],
    ['PGD 4089067 P4D 4089067 PUD 0', false],
    ['BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067', false],
    ['BUG: Bad page map in process a  pte:80000000fffff867 pmd:12449c067', true],
    ['get_swap_device: Bad swap file entry 24000000', true],
    ['get_swap_device: Bad swap file entry 24000000 ', false],
  ])('a value at the end of the input can be cut off: %j', (log, isCut) => {
    const [report] = explain(log, { kernel: '6.12' }, { arch: 'x86_64' });
    expect(codes(report).includes('cut-off')).toBe(isCut);
    if (isCut && !log.includes('Bad page map')) expect(codes(report)).toEqual(['cut-off']);
  });

  test('a value that is no entry in another line of a walk', () => {
    const reports = explain(
      '[00000000] *pgd=2b7b83102b7b831,\n*pte=c2b7b000, *ppte=c086b6f4\n',
      {},
      { arch: 'arm' },
    );
    expect(reports.map(({ refusal }) => refusal)).toEqual([expect.any(String), expect.any(String)]);
  });

  // v6.12 arch/loongarch/include/asm/pgtable-bits.h _PFN_MASK: bits 12 and 13 are of the frame with pages of 4 KiB alone.
  test('where nothing tells the page size, it is assumed, and only bits that are wrong with every size are called so', () => {
    const map = 'BUG: Bad page map in process a  pte:4000001234563df pmd:900000010a2b0000\n';
    const wrongBits = (release: string): unknown => {
      const [report] = explain(`${release}${map}`, {}, { arch: 'loongarch64' });
      const bits = report?.findings.find(({ code }) => code === 'extra-bits')?.text.split(': ')[1];
      return [report?.chosen?.kernel.pageShift, report?.chosen?.otherSizes.map((k) => k.pageShift), bits];
    };
    expect(wrongBits('')).toEqual([14, [12, 16], '0x400000000000000']);
    expect(wrongBits('Linux version 6.12.38+deb13-loong64 (a) (gcc) #1\n')).toEqual([
      14,
      [],
      '0x400000000002000',
    ]);
  });

  // v6.12 arch/arm64/mm/fault.c show_pte: the page size stands in front of the walk of an address of the kernel.
  test('the page size that a report names holds for later ones of the same kernel', () => {
    const map = 'BUG: Bad page map in process a  pte:00e8000102350f43 pmd:08000000a2b30003\n';
    const said =
      'swapper pgtable: 64k pages, 48-bit VAs, pgdp=0000000041b30000\n[ffff800080000000] pgd=1000000042fd0003\n';
    const sizes = (log: string): unknown =>
      explain(log, {}, { arch: 'arm64' }).map(({ chosen }) => [
        chosen?.kernel.pageShift,
        chosen?.otherSizes.length,
      ]);
    expect(sizes(map)).toEqual([[12, 2]]);
    expect(sizes(`${said}${map}`)).toEqual([
      [16, 0],
      [16, 0],
    ]);
    // A table that is aligned to a page of 4 KiB alone.
    expect(sizes(map.replace('b30003', 'b31003'))).toEqual([[12, 2]]);
  });
});
