import { describe, expect, test } from '@jest/globals';
import {
  formatVersion,
  heldUntil,
  isAvailable,
  isInRelease,
  parseVersion,
  releasesText,
  tryParseVersion,
} from '../../src/core/version.ts';

describe('version', () => {
  test.each([
    ['6.1', 6_001_000],
    ['v5.11.4', 5_011_004],
    ['6.1.0-56-amd64', 6_001_000],
    ['6.12.117+deb12-amd64', 6_012_117],
    ['5.19.0-rc3', 5_019_000],
    ['7.3-rc2', 7_003_000],
  ])('reads %s', (text, code) => {
    expect(parseVersion(text)).toBe(code);
  });

  test.each(['', '6', 'six.one', '1000.0'])('refuses "%s"', (text) => {
    expect(tryParseVersion(text)).toBeUndefined();
    expect(() => parseVersion(text)).toThrow(expect.objectContaining({ code: 'ERR_KERNEL_UNKNOWN' }));
  });

  test('orders releases as they came out', () => {
    const releases = [
      '4.9',
      '4.18',
      '4.18.1',
      '4.19',
      '5.0',
      '5.19',
      '6.2',
      '6.12',
      '6.12.117',
      '6.13',
      '7.3',
    ];
    const codes = releases.map(parseVersion);
    expect([...codes].sort((a, b) => a - b)).toEqual(codes);
    expect(codes.map(formatVersion)).toEqual(releases);
  });

  test('a row holds from since to before until, under its configuration', () => {
    const on = (symbol: string): boolean => symbol === 'A';
    expect(isAvailable({}, 0, on)).toBe(true);
    expect(isAvailable({ since: '5.7' }, parseVersion('5.6'), on)).toBe(false);
    expect(isAvailable({ since: '5.7' }, parseVersion('5.7'), on)).toBe(true);
    expect(isAvailable({ until: '6.6' }, parseVersion('6.5.9'), on)).toBe(true);
    expect(isAvailable({ until: '6.6' }, parseVersion('6.6'), on)).toBe(false);
    expect(isAvailable({ config: ['A', '!B'] }, 0, on)).toBe(true);
    expect(isAvailable({ config: ['B'] }, 0, on)).toBe(false);
    expect(isAvailable({ config: ['!A'] }, 0, on)).toBe(false);
  });
});

test.each([
  { row: {}, text: 'all' },
  { row: { since: '5.7' }, text: 'since 5.7' },
  { row: { until: '7.3' }, text: 'before 7.3' },
  { row: { since: '5.7', until: '7.3' }, text: 'since 5.7, before 7.3' },
])('releases in words: $text', ({ row, text }) => {
  expect(releasesText(row)).toBe(text);
});

test('work holds until the first release that one of its questions tells apart', () => {
  const version = parseVersion('5.10');
  const work = () =>
    heldUntil(() => [
      isInRelease({ since: '4.19' }, version),
      isInRelease({ until: '6.2' }, version),
      isInRelease({ since: '5.19' }, version),
    ]);
  expect(work()).toEqual({ result: [true, true, false], until: parseVersion('5.19') });
  const outer = heldUntil(() => [work().until, isInRelease({ since: '5.11' }, version)]);
  expect(outer).toEqual({ result: [parseVersion('5.19'), false], until: parseVersion('5.11') });
  expect(heldUntil(() => isInRelease({ since: '4.19' }, version)).until).toBe(Infinity);
});
