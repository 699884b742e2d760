import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { LEVELS } from '../../src/core/rows/layout.ts';
import { PLACED_STATES } from '../../src/core/entry/state.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { commonProperties, propertiesOf } from '../../src/records/properties.ts';
import { toRecord } from '../../src/records/record.ts';
import { decodeSchema, schemaId } from './decode-schema.ts';
import { runCli } from '../helpers/fake-io.ts';
import {
  checkLines,
  checkRecords,
  readSchema,
  SCHEMA_NAMES,
  schemaText,
  validatorOf,
} from '../helpers/schemas.ts';
import { mixedValues } from '../helpers/values.ts';
import { readVectors, VECTOR_SETS } from '../helpers/vectors.ts';

async function outputOf(argv: readonly string[], stdin = '', code = 0): Promise<string> {
  const result = await runCli(argv, { stdin });
  expect({ argv, code: result.code, stderr: result.stderr }).toEqual({ argv, code, stderr: '' });
  return result.stdout;
}

const rawsOf = (stem: string): string =>
  readVectors(stem, 'decode')
    .map(({ raw }) => String(raw))
    .join('\n');

describe('schema/', () => {
  test.each(SCHEMA_NAMES.map((name) => ({ name })))(
    '$name.schema.json is a schema of draft 2020-12',
    ({ name }) => {
      expect(readSchema(name)).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: schemaId(name),
      });
      validatorOf(name);
    },
  );

  test('decode.schema.json is what the table of properties says; UPDATE_SCHEMA=1 writes it', () => {
    const text = JSON.stringify(decodeSchema(ARCHITECTURES), null, 2) + '\n';
    if (process.env['UPDATE_SCHEMA'] === '1')
      writeFileSync(new URL('../../schema/decode.schema.json', import.meta.url), text);
    expect(schemaText('decode')).toBe(text);
  });

  test('know the states and levels of the program', () => {
    expect(readSchema('decode')).toMatchObject({
      $defs: { state: { enum: [...PLACED_STATES] }, level: { enum: [...LEVELS] } },
    });
  });
});

describe('decode', () => {
  test.each(VECTOR_SETS)(
    'records of all values of $stem, at pte and pmd level, with predicates',
    async ({ stem, kernel }) => {
      const raws = rawsOf(stem);
      const lines = raws.split('\n').length;
      expect(checkLines('decode', await outputOf(['--json', '--kernel', kernel], raws))).toBe(lines);
      const some = raws
        .split('\n')
        .filter((_, index) => index % 4 === 0)
        .join('\n');
      for (const level of ['pmd', 'pgd'])
        checkLines('decode', await outputOf(['--json', '-P', '--level', level, '--kernel', kernel], some));
    },
  );

  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('records of all levels of $arch', ({ arch }) => {
    const kernel = resolveKernel({ arch });
    for (const level of LEVELS)
      checkRecords(
        'decode',
        mixedValues(150, kernel.entryBits).map((raw) =>
          toRecord(decodeEntry(kernel, raw, { level }), { kernel }),
        ),
      );
  });

  test.each(ARCHITECTURES)('a record of $arch that lacks a key is refused', ({ arch, layout }) => {
    const kernel = resolveKernel({ arch });
    const record = toRecord(decodeEntry(kernel, 0x67n), { kernel });
    const validate = validatorOf('decode');
    expect(validate(record)).toBe(true);
    expect(propertiesOf(layout).length).toBeGreaterThan(commonProperties().length + 5);
    for (const key of Object.keys(record)) {
      const rest = Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
      expect([key, validate(rest)]).toEqual([key, false]);
    }
  });

  test('a record with a wrong or an additional key is refused', async () => {
    const validate = validatorOf('decode');
    const record: unknown = JSON.parse(await outputOf(['--json', '0x4']));
    const changed = (change: object): unknown => ({
      ...(typeof record === 'object' ? record : {}),
      ...change,
    });
    expect(validate(record)).toBe(true);
    for (const change of [
      { more: 1 },
      { raw: '0x4' },
      { raw: '0x000000000000000G' },
      { pfn: 4 },
      { state: 'swapped' },
      { schema: 1 },
      { uffd_wp: 'no' },
      { nx: 1 },
      { swap: null },
      { unknown: '0x00' },
    ])
      expect({ change, isValid: validate(changed(change)) }).toEqual({ change, isValid: false });
  });
});

describe('other commands', () => {
  test('encode: every record of decode gives a line', async () => {
    const records = await outputOf(['--json', '--kernel', 'debian-7.3'], rawsOf('debian-7.3'));
    const lines = await outputOf(['encode', '-', '--json'], records);
    expect(checkLines('encode', lines)).toBe(records.split('\n').length - 1);
    checkLines('encode', await outputOf(['encode', 'none', '--json']));
  });

  test.each(VECTOR_SETS)('apply: the operations of $stem', async ({ stem, kernel }) => {
    const rows = readVectors(stem, 'encode')
      .filter((row) => row['config'] === undefined)
      .map((row) => JSON.stringify(row));
    const output = await outputOf(['apply', '-', '--json', '--kernel', kernel], rows.join('\n'));
    expect(checkLines('apply', output)).toBe(rows.length);
  });

  test('apply: one line has exactly one of raw, val and result', async () => {
    for (const [argv, key] of [
      [['pte_mkdirty', '0x1'], 'raw'],
      [['pte_same', '0x1', '--with', '0x2'], 'result'],
      [['swp_entry', '--type', '1', '--offset', '3'], 'val'],
    ] as const) {
      const output = await outputOf(['apply', ...argv, '--json']);
      expect(checkLines('apply', output)).toBe(1);
      expect(Object.keys(JSON.parse(output)).at(-1)).toBe(key);
    }
  });

  test('check: rules, states and conditions', async () => {
    const some = rawsOf('debian-6.12').split('\n').slice(0, 1000).join('\n');
    const argv = ['check', '--rule', '1,2,3,4', '--is', 'swap', '--where', 'uffd_wp || pfn > 0', '--json'];
    expect(checkLines('check', await outputOf([...argv, '-k', 'debian-6.12'], some, 1))).toBe(6000);
  });

  test('compare', async () => {
    const some = rawsOf('debian-6.1')
      .split('\n')
      .filter((_, index) => index % 40 === 0)
      .join('\n');
    for (const level of ['pte', 'pmd'])
      expect(
        checkLines('compare', await outputOf(['compare', '--json', '--level', level], some)),
      ).toBeGreaterThan(300);
  });

  test('diff', async () => {
    const raws = rawsOf('seed-5.11').split('\n').slice(0, 200);
    for (const [index, raw] of raws.entries()) {
      const other = raws[index + 1] ?? '0x0';
      checkLines('diff', await outputOf(['diff', raw, other, '--json'], '', raw === other ? 0 : 1));
    }
    checkLines('diff', await outputOf(['diff', '0x4', '0x4', '--json']));
  });

  test('layout: every level of old and new kernels', async () => {
    for (const kernel of ['4.14', 'uffd-wp-special', 'debian-6.1', '7.3'])
      for (const level of LEVELS)
        expect(
          checkLines('layout', await outputOf(['layout', '--json', '-k', kernel, '-l', level])),
        ).toBeGreaterThan(0);
  });

  test('kernels and symbols', async () => {
    expect(checkLines('kernels', await outputOf(['kernels', '--json']))).toBeGreaterThan(40);
    expect(checkLines('kernels', await outputOf(['kernels', '--symbols', '--json']))).toBeGreaterThan(10);
  });
});
