import { describe, expect, test } from '@jest/globals';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { refuseUnknownKeys } from '../../src/records/record-keys.ts';
import { JsonFields } from '../../src/records/read.ts';
import { readSchema } from '../helpers/schemas.ts';

const layoutOf = (arch: string) => resolveKernel({ arch }).layout;
const check = (record: object, arch = 'x86_64', own = arch): void => {
  refuseUnknownKeys(JsonFields.parse(JSON.stringify(record)), layoutOf(arch), () => layoutOf(own));
};

/** The keys of an object of a schema, with those of the schemas that it is of. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  const rest = Object.entries(schema);
  return rest.flatMap(([key, value]: [string, unknown]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? Object.keys(value)
      : ['allOf', 'oneOf', 'anyOf'].includes(key)
        ? keysOf(value)
        : [],
  );
}

const part = (schema: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined,
    schema,
  );

describe('keys of records', () => {
  test.each([
    { name: 'log', keys: keysOf(readSchema('log')) },
    { name: 'scan', keys: keysOf(part(readSchema('scan'), '$defs', 'range')) },
    { name: 'walk', keys: keysOf(part(readSchema('walk'), 'properties', 'levels', 'items')) },
    { name: 'check', keys: keysOf(readSchema('check')) },
    { name: 'pagemap', keys: keysOf(readSchema('pagemap')) },
    { name: 'encode', keys: keysOf(readSchema('encode')) },
  ])('all of $name are taken', ({ keys }) => {
    expect(keys.length).toBeGreaterThan(1);
    check(Object.fromEntries(keys.filter((key) => key !== 'swap').map((key) => [key, null])));
  });

  // PTE_CONT is a bit of v6.12 arch/arm64/include/asm/pgtable-hwdef.h, and of no other architecture here.
  test('those of the own architecture of a record are taken beside those of the one that is wished', () => {
    check({ state: 'none', cont: false }, 'x86_64', 'arm64');
    expect(() => {
      check({ state: 'none', cont: false });
    }).toThrow(/"cont"/);
  });

  test.each([
    {
      record: { state: 'none', flag: [] },
      says: '"flag": no key of a record of an entry: did you mean flags?',
    },
    { record: { stat: 'none' }, says: 'did you mean state?' },
    { record: { state: 'swap', ofset: 1 }, says: 'did you mean swap.offset?' },
    {
      record: { state: 'swap', swap: { type: 1, ofset: 2 } },
      says: '"swap.ofset": no key of a record of an entry: did you mean swap.offset?',
    },
    { record: { state: 'swap', type: 1 }, says: 'did you mean swap.type?' },
    {
      record: { state: 'none', 'com\nment': 1 },
      says: String.raw`"com\x0ament": no key of a record of an entry`,
    },
  ])('$record', ({ record, says }) => {
    expect(() => {
      check(record);
    }).toThrow(expect.objectContaining({ code: 'ERR_RECORD', message: expect.stringContaining(says) }));
  });
});
