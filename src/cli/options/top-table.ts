import { PteDecodeError } from '../../core/errors.ts';
import type { Machine } from '../../core/machine.ts';
import type { Kernel } from '../../core/model.ts';
import { formatHex, parseInteger } from '../../core/u64.ts';
import type { PhysicalMemory } from '../../images/memory.ts';
import { kernelTables, tablesOf, topTables, type TopTables } from '../../images/roots.ts';
import type { Half } from '../../images/scan.ts';
import { parseAddress } from './memory.ts';
import type { Invocation } from '../spec.ts';

/** What is said where nobody said whose page tables are meant. */
export const NO_TABLE = 'one of --pgd PHYS and --cpu N is needed: whose page tables';

/**
 * The top tables that `--pgd` or `--cpu` names; with neither the kernel's own, where the image tells where it is.
 *
 * @param half the half of the addresses that is asked for, if only one is
 * @throws PteDecodeError `ERR_USAGE`, `ERR_INPUT`
 */
export function rootsFromOptions(
  invocation: Invocation,
  memory: PhysicalMemory,
  kernel: Kernel,
  half?: Half,
): TopTables {
  const pgd = invocation.value('pgd');
  const cpu = invocation.value('cpu');
  if (pgd !== undefined && cpu !== undefined) throw new PteDecodeError('ERR_USAGE', NO_TABLE);
  if (pgd !== undefined) return tablesOf(memory, kernel, parseAddress(pgd, '--pgd'), half);
  if (cpu === undefined) {
    const own = kernelTables(memory, kernel);
    if (own === undefined) throw new PteDecodeError('ERR_USAGE', NO_TABLE);
    return own;
  }
  const number = parseInteger(cpu, '--cpu');
  const { cpus } = memory.info;
  const cr3 = cpus.find((state) => BigInt(state.cpu) === number)?.cr3;
  if (cr3 !== undefined) return topTables(memory, kernel, cr3);
  const known = cpus.filter((state) => state.cr3 !== undefined).length;
  throw new PteDecodeError(
    'ERR_INPUT',
    known === 0
      ? noRoot(kernel.machine)
      : `CPU ${number}: the image has ${kernel.machine.rootRegister} of CPUs 0 to ${known - 1}`,
    { origin: { source: memory.info.path } },
  );
}

function noRoot({ rootRegister, notes }: Machine): string {
  const why =
    notes?.qemu?.root === undefined ? 'pte-decode reads none' : 'QEMU writes it, the kernel does not';
  return `the image has no ${rootRegister} of any CPU (${why}): give --pgd`;
}

/** The top tables in a few words, for the first line of an output. */
export function describeRoot({ user, kernel, isolated }: TopTables): string {
  if (isolated && user !== undefined && kernel !== undefined)
    return `${formatHex(user)} (user copy; kernel addresses through ${formatHex(kernel)})`;
  if (user === kernel) return formatHex(user ?? 0n);
  const parts = [
    ...(user === undefined ? [] : [`${formatHex(user)} (user addresses)`]),
    ...(kernel === undefined ? [] : [`${formatHex(kernel)} (kernel addresses)`]),
  ];
  return parts.join(', ');
}
