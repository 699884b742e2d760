import { type CircumstanceRow, type Circumstances, hex } from '../core/log-lines.ts';
import { machineLogLines, perArchitectures } from '../kernel/machines.ts';

function access(word: string | undefined): 'read' | 'write' | 'execute' {
  return word === 'write' ? 'write' : word === 'read' ? 'read' : 'execute';
}

/** Lines that hold no value but say something about the values near them, on every machine. */
// prettier-ignore
const COMMON_ROWS: readonly CircumstanceRow[] = [
  // arch/x86/mm/fault.c show_fault_oops, arch/arm64/mm/fault.c die_kernel_fault, arch/riscv/mm/fault.c die_kernel_fault
  { needs: ' ', line: /(?:nable to handle [\w ,:-]{1,80}?|NULL pointer dereference, )(?:at|address:?) ([0-9a-f]{8,16})(?=\s|$)/,
    read: ([, address]) => ({ address: hex(address) }) },
  { needs: '#PF: ', line: /#PF: (supervisor|user) (read|write|instruction)[a-z ]{1,20}in (kernel|user) mode/,
    read: ([, , what, mode]) => ({ access: access(what), mode: mode === 'user' ? 'user' : 'kernel' }) },
  { needs: '#PF: error', line: /#PF: error_code\(0x([0-9a-f]{1,8})\)/, read: ([, code]) => ({ errorCode: hex(code) }) },
  { needs: ' [#', line: /(?:Oops|Bad pagetable): ([0-9a-f]{4,8}) \[#\d+\]/, read: ([, code]) => ({ errorCode: hex(code) }) },
  { needs: 'Corrupted', line: /Corrupted page table at address ([0-9a-f]{1,16})(?=\s|$)/, read: ([, address]) => ({ address: hex(address), corrupted: true }) },
  // mm/memory.c print_bad_pte, mm/debug.c __dump_page
  { needs: 'addr:', line: /\baddr:([0-9a-f]{8,16}) vm_flags:/, read: ([, address]) => ({ address: hex(address) }) },
  { needs: 'refcount:', line: /(?<![\w-])page: ?(?:[0-9a-f]{8,16} )?refcount:/, read: () => ({ pageDump: true }) },
  { needs: 'Call Trace:', line: /Call Trace:/, read: () => ({ callTrace: true }) },
];

/** The common lines, then those of one machine, which say its architecture as well. */
const rows = perArchitectures((): readonly CircumstanceRow[] => [
  ...COMMON_ROWS,
  ...machineLogLines().flatMap(({ arch, circumstances }) =>
    circumstances.map((row) => ({
      ...row,
      read: (match: RegExpExecArray): Circumstances => ({ ...row.read(match), arch }),
    })),
  ),
]);

/** Reads what a line says about values near it; undefined when it says nothing. */
export function circumstancesIn(line: string): Circumstances | undefined {
  let found: Circumstances | undefined;
  for (const row of rows()) {
    const match = line.includes(row.needs) ? row.line.exec(line) : undefined;
    if (match) found = { ...found, ...row.read(match) };
  }
  return found;
}
