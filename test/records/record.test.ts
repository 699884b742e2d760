import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { evaluatePredicates } from '../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { toRecord } from '../../src/records/record.ts';
import { SCHEMA } from '../../src/records/schema-number.ts';

const kernel = resolveKernel({ kernel: 'debian-7.3' });
/** Writable migration entry of frame 0x12345, young and dirty (vectors, debian-7.3). */
const MIGRATION = decodeEntry(kernel, 0xdfffe7fffdb97400n);

describe('toRecord', () => {
  test('u64 values are strings, what an entry lacks is null', () => {
    expect(toRecord(MIGRATION, { kernel })).toMatchObject({
      schema: SCHEMA,
      raw: '0xdfffe7fffdb97400',
      state: 'migration',
      class: 'a.2',
      pfn: '0x12345',
      page_size: null,
      marker: null,
      marker_names: null,
      writable: true,
      young: true,
      dirty: true,
    });
  });

  test('goes through JSON, with the answers of the functions where they are asked for', () => {
    const predicates = evaluatePredicates(kernel, MIGRATION.raw);
    const record = toRecord(MIGRATION, { kernel, predicates });
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(record['predicates']).toMatchObject({
      pte_present: false,
      softleaf_is_migration: true,
      softleaf_to_pfn: '0x12345',
    });
    expect(toRecord(MIGRATION, { kernel })).not.toHaveProperty('predicates');
  });

  test('marker bits are named, and a swap device by the table of devices', () => {
    const marker = toRecord(decodeEntry(kernel, 0xfffffffffffff600n), { kernel });
    expect(marker).toMatchObject({ marker: '0x4', marker_names: ['PTE_MARKER_GUARD'] });
    const devices = new Map([[0, '/dev/vda2']]);
    const swap = decodeEntry(kernel, 0x07ffffffffffc40en);
    expect(toRecord(swap, { kernel, devices })['swap']).toEqual({
      type: 0,
      offset: '0x1d',
      name: '/dev/vda2',
    });
    expect(toRecord(swap, { kernel })['swap']).toMatchObject({ name: 'swap_info[0]' });
  });
});
