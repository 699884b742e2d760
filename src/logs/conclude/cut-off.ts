import type { Kernel } from '../../core/rows/model.ts';
import { accessOf } from './access.ts';
import type { Finding } from './finding.ts';
import { FOUND } from './walk-end.ts';
import type { LogReport } from '../reports/report.ts';

/** Hexadecimal digits that the kernel fills up to with zeros in front: `%08lx`, `%016llx`. */
const FILLED = [8, 16];

/**
 * What follows from values where the input ends right behind the last one, or a copy of the line does: it can have lost digits,
 * and then nothing that is concluded from it holds.
 *
 * @param isOdd whether the last value is no entry that a kernel has there: where it is not filled up with zeros, that is told as well
 */
export function withCutOff(
  findings: readonly Finding[],
  report: LogReport,
  kernel: Kernel,
  isOdd: boolean,
): readonly Finding[] {
  const { isCut, cut, values, shape } = report;
  if (cut !== undefined) return [...findings, { code: 'cut-off', level: null, text: `${cut}: not decoded` }];
  const last = values.at(-1);
  const isFree = shape.role === 'walk' && kernel.mask('nx') === TOP_BIT;
  const isShort = isFree && last !== undefined && isBegun(report, kernel, last);
  if (last && isFree && isOdd && !isShort && !isCut && last.text.length < kernel.entryBits / 4)
    return [
      {
        code: 'cut-off',
        level: last.level,
        text: `this value has fewer digits than an entry can have: ${MAY_BE}`,
      },
      // What follows from its being as it is here hangs on the digits that may be missing.
      ...findings.filter(({ code }) => code !== 'changed' && (code !== 'single-bit' || isOneBit(last.text))),
    ];
  const isAlone = lacksTables(report);
  const isLow = isFree && last?.endsLine === true && last.value < LOW_END && !isOneBit(last.text);
  if ((!isCut && !isShort && !isAlone && !isLow) || !last) return findings;
  // Of the walk more can have stood there, even so.
  if (isWhole(last.text.replace(/^0x/, ''), kernel.entryBits / 4))
    return last.level === 'pte' ? findings : findings.filter(({ code }) => code !== 'changed');
  const where = isCut
    ? 'the log ends right behind this value'
    : isShort
      ? 'this value begins as one of 16 digits with the highest bit does'
      : isLow
        ? 'this value ends its line, and as it stands it is of the first MiB of memory'
        : 'no table above this value is shown, though kernels print one behind it';
  const text = `${where}: ${MAY_BE}`;
  // What a walk ends at, and what a message is about, is the last value; of a bad page map it is the first.
  const isAbout = shape.role !== 'bad-map' || values.length === 1;
  const rest = isAbout ? findings.filter(({ code }) => code === 'access') : findings;
  return [{ code: 'cut-off', level: last.level, text }, ...rest];
}

/** Whether a value is 0, or one bit that no longer value begins with as often: what has the highest bit begins with an 8. */
const isOneBit = (text: string): boolean => /^0$|^[124]0*$/.test(text);

const MAY_BE = 'it may be cut off, and is read as it stands';

/** Whether the tables are missing that stand behind the entry of a bad page map, or below it. v6.12 mm/memory.c print_bad_pte() */
const lacksTables = ({ shape: { name }, walk, tables }: LogReport): boolean =>
  name === 'bad-page-map' && walk.length === 1 && tables.length === 0;

const TOP_BIT = 1n << 63n;
/** The beginning of an entry whose highest bit is set, of which the end is missing; its frame can be inverted. */
const SHORT = /^8(?:0{6}[0-9a-f]{1,8}|00f{4}[0-9a-f]{0,8})$/;

/** The same, not present: all bits of its frame are inverted. */
const INVERTED = /^800f/;

/** The end of the first MiB, of which hardly a page is a table or one of a process: v6.12 arch/x86/realmode/init.c reserve_real_mode() takes all of it */
const LOW_END = 0x10_0000n;

/**
 * Whether a value is the beginning of one of 16 digits, by its digits. The kernel puts a blank behind all but a pte (v6.12
 * arch/x86/mm/fault.c dump_pagetable), and what is not present is not what a CPU found.
 */
function isBegun(
  { circumstances: around }: LogReport,
  kernel: Kernel,
  { text, level, endsLine }: LogReport['values'][number],
): boolean {
  if (!SHORT.test(text) || (level !== 'pte' && endsLine !== true)) return false;
  const cause = accessOf({ kernel, around })?.cause;
  return !INVERTED.test(text) || !FOUND.some((found) => found === cause);
}

/** Whether no digit can be missing: there are as many as an entry has, or zeros in front fill it up. */
function isWhole(digits: string, most: number): boolean {
  return (
    digits.length >= most || digits === '0' || (digits.startsWith('0') && FILLED.includes(digits.length))
  );
}
