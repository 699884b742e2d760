import type { Finding } from './finding.ts';
import type { LogReport } from '../reports/report.ts';

/** Hexadecimal digits that the kernel fills up to with zeros in front: `%08lx`, `%016llx`. */
const FILLED = [8, 16];

/**
 * What follows from values where the input ends right behind the last one: it can have lost digits, and then nothing that
 * is concluded from it holds.
 *
 * @param entryBits bits of an entry: a value with all its digits is whole
 */
export function withCutOff(
  findings: readonly Finding[],
  report: LogReport,
  entryBits: number,
): readonly Finding[] {
  const { isCut, values, shape } = report;
  const last = values.at(-1);
  if (!isCut || !last) return findings;
  // Of the walk more can have stood there, even so.
  if (isWhole(last.text.replace(/^0x/, ''), entryBits / 4))
    return last.level === 'pte' ? findings : findings.filter(({ code }) => code !== 'changed');
  const text = 'the log ends right behind this value: it may be cut off, and is read as it stands';
  // What a walk ends at, and what a message is about, is the last value; of a bad page map it is the first.
  const isAbout = shape.role !== 'bad-map' || values.length === 1;
  const rest = isAbout ? findings.filter(({ code }) => code === 'access') : findings;
  return [{ code: 'cut-off', level: last.level, text }, ...rest];
}

/** Whether no digit can be missing: there are as many as an entry has, or zeros in front fill it up. */
function isWhole(digits: string, most: number): boolean {
  return (
    digits.length >= most || digits === '0' || (digits.startsWith('0') && FILLED.includes(digits.length))
  );
}
