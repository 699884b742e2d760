import { formatHex } from '../../core/u64.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';
import type { AskReport } from './readings.ts';

const RESERVED = ['reserved', 'reserved-absent'] as const;

/** What a frame number that is all ones at its top is most likely. */
export function invertedText(ask: AskReport<'level' | 'inverted_pfn'>): string | undefined {
  const pfn = ask('inverted_pfn');
  return pfn === null
    ? undefined
    : `the frame of ${ask('level')} inverted is ${formatHex(pfn)}: as if it had been stored inverted (not present, PROT_NONE) and got its present bit back without being turned`;
}

/** Which bit a CPU found that must be clear. */
// prettier-ignore
export const RESERVED_BIT: readonly Conclusion[] = [
  conclusion({ code: 'reserved-bit', causes: RESERVED, of: 'steps', reads: ['level', 'reserved_for_cpu'], text: (ask) => when(ask('reserved_for_cpu') !== 0n,
    `${ask('level')} has bits set that must be clear: ${formatHex(ask('reserved_for_cpu'))}`) }),
  conclusion({ code: 'reserved-bit', causes: RESERVED, of: 'steps', reads: ['level', 'outlier', 'no_exec'], text(ask) {
    const outlier = ask('outlier');
    if (outlier?.level !== ask('level')) return undefined;
    const { level, bit, others, isFar } = outlier;
    const noExecute = ask('no_exec') ? ', or it is its no-execute bit, where the CPU has that switched off' : '';
    return `${level} has address bit ${bit} set, the other entries at most bit ${others}: ${isFar ? 'most likely' : 'it can be'} more than the CPU's physical addresses have (MAXPHYADDR), and so reserved${isFar ? '' : noExecute}`;
  } }),
  conclusion({ code: 'reserved-bit', causes: RESERVED, of: 'steps', reads: ['level', 'reserved_for_some'], text(ask) {
    const some = ask('reserved_for_some');
    return some && `${ask('level')} has ${formatHex(some.bits)} set, which ${some.by} wants clear`;
  } }),
  conclusion({ code: 'reserved-bit', causes: ['reserved-absent'], forms: ['swap', 'none'], reads: ['level'], text: (ask) =>
    `${ask('level')} is not present, and no bit of such an entry is reserved: CPUs say both at once by an erratum (RSVD without P)` }),
  conclusion({ code: 'reserved-bit', causes: RESERVED, of: 'report', reads: ['may_be_reserved'], text: (ask) =>
    `no entry shown tells which: it can ${[...ask('may_be_reserved'), 'stand in an entry that is not shown or changed since'].join(', or ')}` }),
  conclusion({ code: 'inverted-frame', causes: RESERVED, also: () => true, of: 'steps', reads: ['level', 'inverted_pfn'], text: (ask) => invertedText(ask) }),
];
