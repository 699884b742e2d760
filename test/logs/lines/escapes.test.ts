import { expect, test } from '@jest/globals';
import { withoutEscapes } from '../../../src/logs/lines/escapes.ts';

test('a line in quotes has blanks in their place, also its last column', () => {
  for (const [line, shown] of [
    ['"PTE 0"', ' PTE 0 '],
    ["> 'PTE 0',", '>  PTE 0  '],
    ['10:11:12,host,"PTE 0"', '10:11:12,host, PTE 0 '],
    ['say "PTE 0"', 'say "PTE 0"'],
    ['"PTE 0" and "PTE 1"', '"PTE 0" and "PTE 1"'],
  ] as const)
    expect(withoutEscapes(line)).toBe(shown);
});

test('stars around bold letters are nothing, those in the place of digits stay', () => {
  for (const [line, shown] of [
    ['PMD **0**', 'PMD 0'],
    ['**PMD 0**, **pte:0**', 'PMD 0, pte:0'],
    ['PMD 12**', 'PMD 12**'],
    ['PMD 1**2 PTE 3**4', 'PMD 1**2 PTE 3**4'],
    ['**** PMD 0 ****', '**** PMD 0 ****'],
    ['PUD **2d067 PMD ** PTE 0', 'PUD **2d067 PMD ** PTE 0'],
    ['PUD **2d067 PMD 12** PTE 0', 'PUD **2d067 PMD 12** PTE 0'],
    ['PUD ** PMD 12** PTE 0', 'PUD ** PMD 12** PTE 0'],
    ['**bad pmd 0** ** PMD 0 **', 'bad pmd 0  PMD 0 '],
  ] as const)
    expect(withoutEscapes(line)).toBe(shown);
});

test('many quotes that nothing closes take no time', () => {
  const line = `${",'".repeat(495)}x\\ PTE 0`;
  const begin = performance.now();
  for (let i = 0; i < 1000; i += 1) expect(withoutEscapes(line)).toBe(line);
  // Looking for what closes each of them took six seconds.
  expect(performance.now() - begin).toBeLessThan(1000);
});
