import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonFields, readEncodeFields, readState } from '../../src/records/read.ts';
import { isPteDecodeError } from '../../src/core/errors.ts';

const fieldsOf = (value: object) => readEncodeFields(JsonFields.parse(JSON.stringify(value)), 'pte');

describe('readEncodeFields', () => {
  test('a short form', () => {
    expect(
      fieldsOf({ state: 'swap', swap: { type: 1, offset: '0x1234' }, flags: ['_PAGE_SWP_UFFD_WP'] }),
    ).toMatchObject({
      state: 'swap',
      level: 'pte',
      swap: { type: 1, offset: 0x1234n },
      flags: ['_PAGE_SWP_UFFD_WP'],
    });
  });

  test('never looks at raw', () => {
    const record = { state: 'present', pfn: '0x1', prot: '0x25' };
    expect(fieldsOf({ ...record, raw: '0xffffffffffffffff' })).toEqual(fieldsOf(record));
  });

  test('the level of the record comes first', () => {
    expect(fieldsOf({ state: 'none', level: 'pmd' }).level).toBe('pmd');
  });

  test('null stands for what is not there', () => {
    expect(fieldsOf({ state: 'none', pfn: null, swap: null, marker: null, flags: null })).toEqual(
      fieldsOf({ state: 'none' }),
    );
  });

  test.each([
    { value: {}, code: 'ERR_RECORD' },
    { value: { state: 'odd' }, code: 'ERR_UNKNOWN_NAME' },
    { value: { state: 1 }, code: 'ERR_RECORD' },
    { value: { state: 'none', level: 'top' }, code: 'ERR_UNKNOWN_NAME' },
    { value: { state: 'present', pfn: -1 }, code: 'ERR_RECORD' },
    { value: { state: 'present', pfn: 1.5 }, code: 'ERR_RECORD' },
    { value: { state: 'present', pfn: 2 ** 60 }, code: 'ERR_RECORD' },
    { value: { state: 'present', pfn: true }, code: 'ERR_RECORD' },
    { value: { state: 'present', pfn: '12z' }, code: 'ERR_VALUE_SYNTAX' },
    { value: { state: 'present', pfn: '0x1ffffffffffffffff' }, code: 'ERR_VALUE_RANGE' },
    { value: { state: 'present', pfn: '9'.repeat(100_000) }, code: 'ERR_VALUE_RANGE' },
    { value: { state: 'present', flags: 'rw' }, code: 'ERR_RECORD' },
    { value: { state: 'present', flags: [1] }, code: 'ERR_RECORD' },
    { value: { state: 'swap', swap: { type: 1 } }, code: 'ERR_RECORD' },
    { value: { state: 'swap', swap: [1, 2] }, code: 'ERR_RECORD' },
    { value: { state: 'swap', swap: { type: 1, offset: {} } }, code: 'ERR_RECORD' },
    { value: { state: 'migration', young: 'yes' }, code: 'ERR_RECORD' },
  ])('$value: $code', ({ value, code }) => {
    expect(() => fieldsOf(value)).toThrow(expect.objectContaining({ code }));
  });

  test('any JSON is read or refused', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          readEncodeFields(JsonFields.parse(text), 'pte');
          return true;
        } catch (error) {
          return isPteDecodeError(error);
        }
      }),
    );
  });

  test('names of the prototype are no fields', () => {
    expect(() => readEncodeFields(JsonFields.parse('{"__proto__":{"state":"none"}}'), 'pte')).toThrow(
      /without "state"/,
    );
    expect(JsonFields.parse('{}').has('toString')).toBe(false);
  });
});

describe('readState', () => {
  test('knows the states', () => expect(readState('uffd-wp-special')).toBe('uffd-wp-special'));
  test('lists them for another name', () => expect(() => readState('x')).toThrow(/wanted none, present/));
});

describe('JsonFields.parse', () => {
  test.each(['', 'x', '[]', '1', '"a"', 'null', '{'])('refuses %j', (text) => {
    expect(() => JsonFields.parse(text)).toThrow(expect.objectContaining({ code: 'ERR_RECORD' }));
  });
});
