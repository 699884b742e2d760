import { PteDecodeError, usageError } from '../../../core/errors.ts';
import { defined } from '../../../core/defined.ts';
import type { Machine } from '../../../core/rows/machine.ts';
import {
  CONTROL_OPTIONS,
  type ReadEntry,
  type RootReading,
  type TableFacts,
  type TableReleases,
} from '../../../core/rows/table-sources.ts';
import { formatHex, parseInteger } from '../../../core/u64.ts';
import { type PhysicalMemory, readWord } from '../../../images/memory.ts';
import type { Half } from '../../../images/scan/scan.ts';
import { pageShifts } from '../../../kernel/capabilities/machines.ts';
import type { KernelSpec } from '../../../kernel/resolve.ts';
import type { Invocation } from '../../spec.ts';
import { parseAddress } from './address-range.ts';
import type { Statement } from './statements.ts';
import { refuseVirtualRoot, rootOfCpu } from './top-table.ts';

/** What a name of `--kernel` says of the tables. */
export function factsOfSpec({ paging, config }: KernelSpec): TableFacts {
  return { ...defined({ paging }), config: [...(config ?? [])] };
}

/** What the tables tell of themselves: those below `--pgd`, or that of the CPU, whose register counts, and the kernel's own where VMCOREINFO says where they are. */
export function entryFacts(invocation: Invocation, machine: Machine, memory: PhysicalMemory): TableFacts {
  const { tables, byteOrder } = machine;
  const { root, read } = toldRoot(invocation, machine, memory);
  return {
    ...tables?.entries?.(root, wordsOf(memory, byteOrder), memory.info.vmcoreinfo),
    ...(invocation.value('pgd') === undefined ? read?.facts : {}),
  };
}

/** The releases of which the entries below that table are. */
export function entryReleases(
  invocation: Invocation,
  machine: Machine,
  memory: PhysicalMemory,
): TableReleases {
  const { tables, byteOrder } = machine;
  const { root } = toldRoot(invocation, machine, memory);
  return (root !== undefined && tables?.releases?.(root, wordsOf(memory, byteOrder))) || {};
}

/** The table that `--pgd` names or the register of the CPU, and what that register says. */
function toldRoot(
  invocation: Invocation,
  machine: Machine,
  memory: PhysicalMemory,
): { readonly root?: bigint; readonly read?: RootReading | undefined } {
  const pgd = invocation.value('pgd');
  const value = pgd === undefined ? rootOfCpu(invocation, memory, machine) : parseAddress(pgd, '--pgd');
  if (value === undefined) return {};
  const read = machine.tables?.root?.(value, false);
  return { root: (read?.address ?? value) & ~7n, read };
}

const wordsOf =
  (memory: PhysicalMemory, { tables }: Machine['byteOrder']): ReadEntry =>
  (physAddr) =>
    readWord(memory, physAddr, tables);

/** What `--page-size`, `--paging`, a control register and the root register of `--pgd` say of the tables. */
export function optionFacts(invocation: Invocation, machine: Machine, half: Half): readonly Statement[] {
  const pageSize = invocation.value('page-size');
  const paging = invocation.value('paging');
  return [
    ...rootStatement(machine, invocation.value('pgd')),
    ...CONTROL_OPTIONS.flatMap((option) => {
      const text = invocation.value(option);
      return text === undefined ? [] : [controlStatement(machine, option, text, half)];
    }),
    ...(pageSize === undefined
      ? []
      : [{ by: '--page-size', facts: { pageShift: pageShiftOf(machine, pageSize) } }]),
    ...(paging === undefined
      ? []
      : [{ by: '--paging', facts: { paging: Number(parseInteger(paging, '--paging', 63n)) } }]),
  ];
}

/** What the root register says; nothing where `--pgd` is an address alone. */
function rootStatement(machine: Machine, pgd: string | undefined): readonly Statement[] {
  const root = pgd === undefined ? undefined : machine.tables?.root?.(parseAddress(pgd, '--pgd'), false);
  if (root?.wrong !== undefined) {
    refuseVirtualRoot(machine, pgd);
    throw new PteDecodeError('ERR_VALUE_RANGE', `--pgd ${pgd ?? ''}: ${root.wrong}`);
  }
  return root?.facts === undefined ? [] : [{ by: '--pgd', facts: root.facts }];
}

function controlStatement(
  { arch, tables }: Machine,
  option: (typeof CONTROL_OPTIONS)[number],
  text: string,
  half: Half,
): Statement {
  const control = tables?.control;
  if (control?.option !== option) throw usageError(`--${option}: ${arch} has no such register`);
  const value = parseAddress(text, `--${option}`);
  const halves = control.read(value);
  if (halves === undefined)
    throw new PteDecodeError(
      'ERR_VALUE_RANGE',
      `--${option} ${formatHex(value)}: no kernel sets ${control.name} so`,
    );
  return { by: `--${option}`, facts: halves[half] };
}

function pageShiftOf(machine: Machine, text: string): number {
  const bytes = parseInteger(text, '--page-size', 1n << 20n);
  const shift = bytes.toString(2).length - 1;
  if (!pageShifts(machine.arch).includes(shift) || 1n << BigInt(shift) !== bytes)
    throw usageError(
      `--page-size ${bytes}: ${machine.arch} has pages of ${pageShifts(machine.arch)
        .map((known) => String(2 ** known))
        .join(', ')} bytes`,
    );
  return shift;
}
