import { defined } from '../../core/defined.ts';
import { findMachine } from '../../kernel/capabilities/machines.ts';
import type { LogReport } from '../reports/report.ts';

/** Below are null pointers with an offset: no hash is as small, or hardly ever. */
const FIRST_PAGE = 0x1000n;

/** A report without the address of its fault where its kernel printed a hash of 32 bits in place of that. */
export function withoutHash(report: LogReport): LogReport {
  const { address = 0n } = report.circumstances;
  if (address < FIRST_PAGE || address >> 32n !== 0n) return report;
  const { hashedFaults } = findMachine(report.shape.arch ?? '')?.logTraits ?? {};
  if (hashedFaults?.test(report.named?.release ?? '') !== true) return report;
  return { ...report, circumstances: defined({ ...report.circumstances, address: undefined }) };
}
