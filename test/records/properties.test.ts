import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { MARKERS } from '../../src/arch/shared/swap-types.ts';
import { type DecodedEntry, decodeEntry } from '../../src/core/verdicts/decode.ts';
import { flagNames, numberAt } from '../../src/core/entry/entry.ts';
import { passesTest } from '../../src/core/entry/keys.ts';
import { LEVELS } from '../../src/core/rows/layout.ts';
import type { ArchLayout } from '../../src/core/rows/architecture.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { shapeOf } from '../../src/core/entry/shapes.ts';
import { formatU64 } from '../../src/core/u64.ts';
import { walkAddress } from '../../src/images/walk/walk.ts';
import { otherKernels } from '../../src/kernel/others.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { plainPalette } from '../../src/records/text/palette.ts';
import { commonProperties, macroProperties, propertiesOf } from '../../src/records/properties.ts';
import { pathOf, type Property, type PropertyValue, type RecordContext } from '../../src/records/property.ts';
import { toRecord } from '../../src/records/record.ts';
import { columnsOf, renderRow } from '../../src/records/table.ts';
import { renderLong } from '../../src/records/text/text.ts';
import { whereNames, whereProperties } from '../../src/records/where/where-names.ts';
import { IS_ALL } from '../helpers/arch-vectors.ts';
import { boundaries } from '../helpers/architectures.ts';
import { arrayOf, numberOf, property as member, stringOf } from '../helpers/json.ts';
import { pagesMemory, readTables, REAL_KERNELS, realFile, realJson } from '../helpers/real-kernels.ts';
import { mixedValues, nextWord } from '../helpers/values.ts';
import { readVectors, VECTOR_SETS, type VectorRow } from '../helpers/vectors.ts';

function propertyOf(layout: ArchLayout, name: string): Property {
  const found = propertiesOf(layout).find((property) => property.name === name);
  if (!found) throw new Error(`no property ${name}`);
  return found;
}

const others = otherKernels();
const place = { input: 'the input', origin: 'somewhere:1:2' };

/** A value as text: what two views have in common. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `0x${part.toString(16)}` : part));

/** What JSON says of a property. */
function fromRecord(record: unknown, property: Property): PropertyValue | undefined {
  const [object, key] = pathOf(property);
  const holder = object === undefined ? record : member(record, object);
  if (holder === null) return null;
  const value = member(holder, key);
  if (property.name === 'notes') return arrayOf(holder, key).map((note) => stringOf(note, 'code'));
  const bare = property.json ? member(value, 'holds') : value;
  if (typeof bare === 'string') return property.type === 'u64' ? BigInt(bare) : bare;
  if (Array.isArray(bare)) return bare.map(String);
  return typeof bare === 'number' || typeof bare === 'boolean' || bare === null ? bare : undefined;
}

/** What a cell says of a property; text and lists that are empty look like null. A list is its names with blanks. */
function fromCell(cell: string, { type }: Property): PropertyValue {
  if (cell === '') return null;
  switch (type) {
    case 'u64':
      return BigInt(cell);
    case 'number':
      return Number(cell);
    case 'truth':
      return cell === 'true';
    case 'text':
    case 'list':
      return cell;
  }
}

/** What the long view says, by the labels of its lines. */
function fromText(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').slice(1, -1);
  return new Map(lines.map((line) => [line.slice(2, 11).trim(), line.slice(11)]));
}

/** What the views of one entry say otherwise than its properties. */
function disagreements(entry: DecodedEntry): readonly string[] {
  const { kernel } = entry;
  const context: RecordContext = { kernel, place };
  const record: unknown = JSON.parse(JSON.stringify(toRecord(entry, context)));
  const columns = columnsOf(kernel.layout);
  const cells = renderRow(entry, context, 'tsv').slice(0, -1).split('\t');
  const wrong: string[] = [];
  const hold = (view: string, name: string, said: unknown, wanted: unknown): void => {
    if (said !== wanted && shown(said) !== shown(wanted))
      wrong.push(
        `${kernel.id} ${entry.level} ${formatU64(entry.raw)}: ${view} says ${name} ${shown(said)}, not ${shown(wanted)}`,
      );
  };
  const values = new Map<string, PropertyValue>();
  for (const [index, property] of propertiesOf(kernel.layout).entries()) {
    const value = property.of(entry, context);
    values.set(property.name, value);
    hold('JSON', property.name, fromRecord(record, property), value);
    hold('the heading', property.name, columns[index], property.name.replace('.', '_'));
    const text = Array.isArray(value) ? value.join(' ') || null : value;
    hold('the cell', property.name, fromCell(cells[index] ?? '?', property), text);
    if (property.always === true && value === null) wrong.push(`${property.name} is null`);
    if (property.values && value !== null)
      for (const each of [value].flat())
        if (!property.values.includes(String(each))) wrong.push(`${property.name} is ${shown(each)}`);
  }
  const long = renderLong(entry, context, { palette: plainPalette, width: 1_000_000 }, { reasons: true });
  const lines = fromText(long);
  const number = (text: string | undefined, pattern: RegExp): bigint | null => {
    const found = pattern.exec(text ?? '')?.[1];
    return found === undefined ? null : BigInt(found);
  };
  const value = (name: string): PropertyValue | undefined => values.get(name);
  hold('text', 'raw and state', long.split(/ {2}|\n/).slice(0, 2), [formatU64(entry.raw), value('state')]);
  hold('text', 'flags', lines.get('flags') ?? '', [value('flags')].flat().join(' '));
  hold('text', 'pfn', number(lines.get('page') ?? lines.get('table'), /pfn (0x\w+)/), value('pfn'));
  hold('text', 'phys', number(lines.get('page') ?? lines.get('table'), /physical (0x\w+)/), value('phys'));
  // The special pte holds no swap entry, whatever its bits would be in one.
  if (entry.state !== 'uffd-wp-special') {
    const swap = lines.get('swap');
    hold('text', 'swap.type', number(swap, /^type (\d+)/), typeNumber(value('swap.type')));
    hold('text', 'swap.offset', number(swap, /, offset (0x\w+)/), value('swap.offset'));
    hold('text', 'swap.name', /^type \d+ (.*?), offset/.exec(swap ?? '')?.[1] ?? null, value('swap.name'));
  }
  const markers = value('marker_names');
  hold(
    'text',
    'marker_names',
    lines.get('marker') ?? null,
    Array.isArray(markers) ? markers.join(' ') || 'no marker bit' : null,
  );
  const states = new Map(
    (lines.get('state') ?? '').split('  ').map((item) => {
      const [name = '', answer] = item.split(' ');
      // Of a page pte_young() tests the bit that is called so.
      const word = name === 'accessed' ? 'young' : name.replace('-', '_');
      return [word, answer === '-' ? null : answer === 'yes'] as const;
    }),
  );
  const isSwap = entry.form === 'swap';
  for (const name of [
    'uffd_wp',
    'soft_dirty',
    'dirty',
    'young',
    'exclusive',
    ...(isSwap ? ['writable'] : []),
  ])
    hold('text', name, states.get(name) ?? null, value(name));
  hold('text', 'uffd_wp', /^\S+ {2}\S+ {2}uffd-wp\b/.test(long), value('uffd_wp') === true);
  // Of a page without access the text leaves to the mapping what it allows else.
  const access = lines.get('access') ?? '';
  if (value('writable') !== null && !isSwap && !access.startsWith('none now; its mapping'))
    hold('text', 'writable', /\bwritable\b/.test(access), value('writable'));
  for (const name of ['reserved', 'unknown', 'missing'])
    hold('text', name, number(lines.get(name), /^(0x\w+)/) ?? 0n, value(name));
  for (const id of ['1', '2', '3', '4'])
    hold('text', `rule${id}`, lines.get(`rule ${id}`)?.startsWith('holds'), value(`rule${id}`));
  const codes = [...long.matchAll(/^ {2}note {5}([a-z-]+): /gm)].map(([, code]) =>
    code === 'elsewhere' ? 'other-kernels' : code,
  );
  hold('text', 'notes', codes, value('notes'));
  return wrong;
}

function typeNumber(value: PropertyValue | undefined): PropertyValue {
  return typeof value === 'number' ? BigInt(value) : null;
}

/** A number of values: the gate asks fewer than `npm run test:all`. */
const share = (count: number): number => (IS_ALL ? count : Math.ceil(count * 0.4));
/** The gate takes one value of a vector file in so many, each file others. */
const EACH = IS_ALL ? 1 : 4;

/** Kernels of all architectures: one in the middle and the newest; and one with an encryption bit. */
const KERNELS: readonly Kernel[] = [
  ...ARCHITECTURES.flatMap(({ arch }) => {
    const known = boundaries(arch);
    return [known[known.length >> 1], known.at(-1)].flatMap((kernel) =>
      kernel === undefined ? [] : [resolveKernel({ arch, kernel })],
    );
  }),
  resolveKernel({ kernel: '6.12', encBit: 51 }),
];

describe('text, JSON, cells and conditions say the same', () => {
  test.each(KERNELS.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong = LEVELS.flatMap((level) =>
      mixedValues(share(8), kernel.entryBits).flatMap((raw) =>
        [raw, raw ^ (1n << (nextWord() % BigInt(kernel.entryBits)))].flatMap((value) =>
          disagreements(decodeEntry(kernel, value, { level, others: value === raw ? others : [] })),
        ),
      ),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test.each(KERNELS.map((kernel) => ({ name: kernel.id, kernel })))(
    '$name: the list of flags has just the macros that hold, and nothing that conditions refuse is so',
    ({ kernel }) => {
      const wrong: string[] = [];
      for (const level of kernel.levels.map((row) => row.level)) {
        const names = new Map(whereNames(kernel, { levels: [level] }).all.map((name) => [name.name, name]));
        for (const raw of mixedValues(share(12), kernel.entryBits)) {
          const entry = decodeEntry(kernel, raw, { level });
          const macros = macroProperties(kernel.layout).filter((each) => each.of(entry, { kernel }) === true);
          const listed = new Set(flagNames(entry));
          if (macros.length !== listed.size || !macros.every(({ name }) => listed.has(name)))
            wrong.push(`${level} ${formatU64(raw)}: flags`);
          for (const { name, type, of } of whereProperties(kernel.layout).values()) {
            const value = of(entry, { kernel });
            const known = names.get(name);
            const isRefused =
              type === 'truth'
                ? typeof value === 'boolean' && known?.truths?.().includes(value) === false
                : [value].flat().some((each) => known?.elsewhere?.includes(String(each)) ?? false);
            if (isRefused) wrong.push(`${level} ${formatU64(raw)}: ${name} is ${shown(value)}`);
          }
        }
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    },
  );

  test.each(VECTOR_SETS.map((set, index) => ({ ...set, start: index % EACH })))(
    'of the values of $stem',
    ({ stem, kernel: name, start }) => {
      const kernel = resolveKernel({ kernel: name });
      const wrong = readVectors(stem, 'decode')
        .filter((_, index) => index % EACH === start)
        .flatMap(({ raw }) => disagreements(decodeEntry(kernel, BigInt(String(raw)), { others: [] })));
      expect(wrong.slice(0, 5)).toEqual([]);
    },
  );

  test('every name is once in the table, and a key of JSON once', () => {
    for (const { layout } of ARCHITECTURES) {
      const properties = propertiesOf(layout);
      const paths = properties.map((property) => pathOf(property).join('.'));
      expect(new Set(paths).size).toBe(paths.length);
      expect(new Set(properties.map(({ name }) => name)).size).toBe(properties.length);
      expect(new Set(columnsOf(layout)).size).toBe(properties.length);
      for (const { name, text } of properties) {
        expect(name).toMatch(/^[a-z_][a-z0-9_]*(\.[a-z]+)?$/);
        expect(text.length).toBeGreaterThan(3);
      }
    }
  });

  test('every marker bit of every release is a property by its short name', () => {
    for (const { layout } of ARCHITECTURES) {
      const names = propertiesOf(layout).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(MARKERS.map(({ short }) => short)));
    }
  });

  test('every flag of every architecture is a property by its short name, or the name means something else', () => {
    const common = new Set([...commonProperties().map(({ name }) => name), 'swap', 'rules']);
    for (const { arch, layout } of ARCHITECTURES) {
      const names = new Set(propertiesOf(layout).map(({ name }) => name));
      const macros = new Set(macroProperties(layout).map(({ name }) => name));
      for (const { kind, short, name } of layout.rows) {
        if (kind !== 'flag') continue;
        expect([arch, short, names.has(short) || common.has(short)]).toEqual([arch, short, true]);
        expect([arch, name, macros.has(name)]).toEqual([arch, name, true]);
      }
    }
  });
});

describe('a property depends on what it says', () => {
  test.each(KERNELS.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong = new Set<string>();
    const context: RecordContext = { kernel, place };
    const properties = [...propertiesOf(kernel.layout), ...macroProperties(kernel.layout)];
    for (const level of LEVELS)
      for (const raw of mixedValues(share(10), kernel.entryBits)) {
        const shape = shapeOf(kernel, level, raw);
        const entry = decodeEntry(kernel, raw, { level });
        const change = BigInt.asUintN(kernel.entryBits, nextWord() & nextWord());
        for (const property of properties) {
          const depends = property.depends(shape, kernel, []);
          const value = property.of(entry, context);
          if (depends.kind === 'number') {
            const number = depends.place ? numberAt(raw, depends.place) : null;
            const isSame = property.name === 'pfn' && depends.place?.pieces ? true : number === value;
            if (!isSame) wrong.add(`${property.name} at ${level}: ${raw.toString(16)} has ${shown(number)}`);
          } else if (depends.kind === 'key') {
            const other = raw ^ (change & ~(depends.key.bits | shape.settled));
            if (shapeOf(kernel, level, other) !== shape) continue;
            if (depends.key.tests.some((one) => passesTest(raw, one) !== passesTest(other, one))) continue;
            const changed = decodeEntry(kernel, other, { level });
            if (shown(property.of(changed, context)) !== shown(value))
              wrong.add(`${property.name} at ${level}: ${raw.toString(16)} ${other.toString(16)}`);
          }
        }
      }
    expect([...wrong].slice(0, 5)).toEqual([]);
  });
});

/** Answers of the kernel itself, the first that it has; undefined where it has none of these functions. */
function answer(row: VectorRow, ...names: readonly string[]): boolean | undefined {
  const found = names.find((name) => row[name] !== undefined);
  return found === undefined ? undefined : row[found] === true;
}

/** What the kernel says of an entry of a vector, by the words that ask for its state. */
function answersOf(
  row: VectorRow,
  variant: string,
  paging: number,
): Readonly<Record<string, boolean | undefined>> {
  const la57 = `@la57=${paging === 5 ? 1 : 0}`;
  if (row['pte_none'] === true) return {};
  if (row['pte_present'] === true)
    return {
      present: true,
      writable: answer(row, `pte_write${variant}`, 'pte_write'),
      dirty: answer(row, 'pte_dirty'),
      young: answer(row, 'pte_young'),
      uffd_wp: answer(row, `pte_uffd_wp${variant}`, 'pte_uffd_wp', 'pte_uffd'),
      soft_dirty: answer(row, 'pte_soft_dirty'),
    };
  const migration = answer(row, 'is_migration_entry', 'softleaf_is_migration') === true;
  const device = answer(row, 'is_device_private_entry', 'softleaf_is_device_private') === true;
  const exclusive = answer(row, 'is_device_exclusive_entry') === true;
  const readExclusive = answer(
    row,
    'is_readable_exclusive_migration_entry',
    'softleaf_is_migration_read_exclusive',
  );
  const single = answer(row, 'pte_swp_exclusive');
  return {
    present: false,
    uffd_wp: answer(
      row,
      'pte_swp_uffd_wp_any',
      'pte_swp_uffd_any',
      `pte_swp_uffd_wp${variant}`,
      'pte_swp_uffd_wp',
    ),
    soft_dirty: answer(row, 'pte_swp_soft_dirty'),
    exclusive: single === undefined ? undefined : single || readExclusive === true,
    ...(migration
      ? {
          writable: answer(
            row,
            'is_writable_migration_entry',
            'softleaf_is_migration_write',
            'is_write_migration_entry',
          ),
          young: answer(row, `is_migration_entry_young${la57}`, `softleaf_is_migration_young${la57}`),
          dirty: answer(row, `is_migration_entry_dirty${la57}`, `softleaf_is_migration_dirty${la57}`),
        }
      : {}),
    ...(device
      ? {
          writable: answer(
            row,
            'is_writable_device_private_entry',
            'softleaf_is_device_private_write',
            'is_write_device_private_entry',
          ),
        }
      : {}),
    ...(exclusive ? { writable: answer(row, 'is_writable_device_exclusive_entry') } : {}),
  };
}

const WORDS = ['present', 'writable', 'dirty', 'young', 'uffd_wp', 'soft_dirty', 'exclusive'];

describe('the words that ask for the state are answers of the kernel', () => {
  const sets = VECTOR_SETS.flatMap(({ stem, kernel }) => [
    { stem, kernel, variant: '' },
    { stem, kernel: `${kernel},paging=5`, variant: '' },
    ...(stem === 'seed-5.11'
      ? [
          { stem, kernel: `${kernel},CONFIG_HAVE_ARCH_USERFAULTFD_WP=n`, variant: '@wp=n' },
          { stem, kernel: `${kernel},CONFIG_USERFAULTFD=n`, variant: '@uffd=n' },
        ]
      : []),
    ...(/6\.12|7\.3/.test(stem)
      ? [{ stem, kernel: `${kernel},CPU_SHADOW_STACK=y`, variant: '@shstk=1' }]
      : []),
  ]);

  test.each(sets)('ptes of $stem as $kernel', ({ stem, kernel: name, variant }) => {
    const kernel = resolveKernel({ kernel: name });
    const asked = new Map(WORDS.map((word) => [word, 0]));
    const wrong = readVectors(stem, 'decode').flatMap((row) => {
      const entry = decodeEntry(kernel, BigInt(String(row['raw'])));
      return Object.entries(answersOf(row, variant, kernel.paging)).flatMap(([word, wanted]) => {
        if (wanted === undefined) return [];
        asked.set(word, (asked.get(word) ?? 0) + 1);
        // What no such entry of this kernel has is false to the kernel.
        const said = propertyOf(kernel.layout, word).of(entry, { kernel }) ?? false;
        return said === wanted ? [] : [`${word} of ${String(row['raw'])} (${entry.state}) is ${shown(said)}`];
      });
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(
      Math.min(...WORDS.filter((word) => word !== 'exclusive').map((word) => asked.get(word) ?? 0)),
    ).toBeGreaterThan(100);
  });

  test.each(VECTOR_SETS)('pmds and puds of $stem', ({ stem, kernel: name }) => {
    const kernel = resolveKernel({ kernel: name });
    const wrong = readVectors(stem, 'decode').flatMap((row) =>
      (['pmd', 'pud'] as const).flatMap((level) => {
        const entry = decodeEntry(kernel, BigInt(String(row['raw'])), { level });
        const ask = (word: string): PropertyValue => propertyOf(kernel.layout, word).of(entry, { kernel });
        const leaf = ask('leaf') === true && row[`${level}_present`] === true;
        const swap = level === 'pmd' && row['pmd_present'] !== true && row['pmd_none'] !== true;
        const wanted: Readonly<Record<string, boolean | undefined>> = {
          present: answer(row, `${level}_present`),
          ...(leaf
            ? {
                writable: answer(row, `${level}_write`),
                dirty: answer(row, `${level}_dirty`),
                young: answer(row, `${level}_young`),
                uffd_wp: answer(row, `${level}_uffd_wp`, `${level}_uffd`),
                soft_dirty: answer(row, `${level}_soft_dirty`),
              }
            : {}),
          ...(swap && entry.state !== 'pte-marker'
            ? {
                uffd_wp: answer(row, 'pmd_swp_uffd_wp', 'pmd_swp_uffd'),
                soft_dirty: answer(row, 'pmd_swp_soft_dirty'),
              }
            : {}),
        };
        return Object.entries(wanted).flatMap(([word, answered]) =>
          answered === undefined || (ask(word) ?? false) === answered
            ? []
            : [`${level} ${word} of ${String(row['raw'])} (${entry.state}) is ${shown(ask(word))}`],
        );
      }),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe.each(REAL_KERNELS)('every page of every region of $folder', ({ folder, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });
  const { root, pages } = readTables(folder);
  const memory = pagesMemory(pages);
  const uffdWp = propertyOf(kernel.layout, 'uffd_wp');
  // Bit 57 of a pagemap word: PM_UFFD_WP (Documentation/admin-guide/mm/pagemap.rst).
  const regions = readdirSync(realFile(folder, 'pagemap'))
    .filter((file) => file.endsWith('.bin'))
    .map((file) => {
      const bytes = readFileSync(realFile(folder, `pagemap/${file}`));
      const index = realJson(folder, `pagemap/${file.replace('.bin', '.json')}`);
      const start = BigInt(stringOf(index, 'start_va'));
      const isProtected = Array.from(
        { length: numberOf(index, 'pages') },
        (_, page) => ((bytes.readBigUInt64LE(page * 8) >> 57n) & 1n) === 1n,
      );
      return { file, start, isProtected };
    });

  test('uffd_wp is bit 57 of its pagemap word, by whichever bit or marker the entry says it', () => {
    let found = 0;
    let byFlag = 0;
    const wrong = regions.flatMap(({ file, start, isProtected }) =>
      isProtected.flatMap((wanted, page) => {
        const entry = walkAddress(memory, kernel, root, start + (BigInt(page) << 12n)).levels.at(-1)?.entry;
        const said = entry !== undefined && uffdWp.of(entry, { kernel }) === true;
        if (said) found += 1;
        if (said && flagNames(entry).some((flag) => flag.startsWith('_PAGE_UFFD'))) byFlag += 1;
        return said === wanted ? [] : [`${file} page ${page}: ${entry?.raw.toString(16) ?? 'no entry'}`];
      }),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(found).toBe(regions.flatMap((region) => region.isProtected).filter(Boolean).length);
    expect(found).toBeGreaterThan(3000);
    // The list of flags alone leaves out swap entries and markers.
    expect(byFlag).toBeLessThan(found);
  });
});

describe('values of one entry', () => {
  // Writable migration entry of frame 0x12345, young and dirty (vectors, debian-7.3).
  const kernel = resolveKernel({ kernel: 'debian-7.3' });
  const migration = decodeEntry(kernel, 0xdfffe7fffdb97400n);

  test.each([
    ['raw', 0xdfffe7fffdb97400n],
    ['state', 'migration'],
    ['pfn', 0x12345n],
    ['swap.type', 27],
    ['writable', true],
    ['young', true],
    ['page_size', null],
    ['swap_like', true],
    ['leaf', false],
    ['present', false],
    ['rule3', false],
    ['uffd_wp', false],
  ] as const)('%s of a migration entry', (name, value) => {
    expect(propertyOf(kernel.layout, name).of(migration, { kernel })).toEqual(value);
  });

  test('every name has a value for every kind of entry', () => {
    for (const raw of [0n, 4n, 0x80000000029e8867n, 0xfffffffffffff600n])
      for (const property of [...propertiesOf(kernel.layout), ...macroProperties(kernel.layout)])
        expect(property.of(decodeEntry(kernel, raw), { kernel })).toBeDefined();
  });

  test('a macro is always that one bit: a saved dirty page is dirty, and its _PAGE_DIRTY is clear', () => {
    const saved = decodeEntry(resolveKernel({ kernel: '6.12' }), 0x8400000002be9c25n);
    const bit = (name: string): PropertyValue | undefined =>
      macroProperties(saved.kernel.layout)
        .find((property) => property.name === name)
        ?.of(saved, { kernel: saved.kernel });
    expect([bit('_PAGE_DIRTY'), bit('_PAGE_SAVED_DIRTY')]).toEqual([false, true]);
    expect(propertyOf(saved.kernel.layout, 'dirty').of(saved, { kernel: saved.kernel })).toBe(true);
    expect(saved.state).toBe('present');
  });
});
