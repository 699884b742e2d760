import { topBit } from '../../core/u64.ts';
import { encryptionBits } from '../../kernel/capabilities/machines.ts';
import type { LogReport } from './report.ts';

/** An encryption bit is never lower: it is one of the highest of a physical address (47 and 51 are those of processors so far). */
const LOWEST = 47;

/** How many bits below the encryption bit the addresses must end: else it can be memory. */
const GAP = 4;

/**
 * The bit that all tables of a report, or all its entries, have set far above their addresses: the encryption bit of SME
 * and SEV. A page that is shared with the hypervisor lacks it.
 *
 * @returns undefined where there is none, or fewer than two different entries to see it in
 */
export function encryptionBit(arch: string | undefined, { walk, shape }: LogReport): number | undefined {
  const range = encryptionBits(arch);
  if (!range || (shape.role !== 'walk' && shape.role !== 'bad-map')) return undefined;
  const within = ((1n << BigInt(range.hi + 1)) - 1n) & ~0xfffn;
  const present = walk.filter(({ value }) => (value & range.present) !== 0n);
  const masked = (values: typeof walk): ReadonlySet<bigint> =>
    new Set(values.map(({ value }) => value & within));
  const tables = masked(present.filter(({ level }) => level !== 'pte'));
  const entries = tables.size < 2 ? masked(present) : tables;
  if (entries.size < 2) return undefined;
  const common = [...entries].reduce((bits, value) => bits & value, within);
  const bit = topBit(common);
  if (common === 0n || bit < LOWEST) return undefined;
  const rest = [...entries].map((value) => value & ~(1n << BigInt(bit)));
  return rest.every((value) => value !== 0n && topBit(value) + GAP <= bit) ? bit : undefined;
}
