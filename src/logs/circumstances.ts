/** What lines near a value say about it. */
export interface Circumstances {
  /** The virtual address that was touched, or that the bad entry maps. */
  address?: bigint;
  /** Who touched it, where a line says so. */
  mode?: 'kernel' | 'user';
  access?: 'read' | 'write' | 'execute';
  /** x86 page-fault error code. */
  errorCode?: bigint;
  /** arm64 exception syndrome. */
  esr?: bigint;
  /** "Corrupted page table": the CPU found a reserved bit. */
  corrupted?: boolean;
  /** The `struct page` of the frame was dumped. */
  pageDump?: boolean;
  /** The heading of a call trace. */
  callTrace?: boolean;
  /** Architecture that prints such lines. */
  arch?: string;
  /** Log2 of the page size, and bits of a virtual address. */
  pageShift?: number;
  vaBits?: number;
}

interface CircumstanceRow {
  /** A piece of text without which no line fits. */
  readonly needs: string;
  readonly line: RegExp;
  readonly read: (match: RegExpExecArray) => Circumstances;
}

const hex = (text: string | undefined): bigint => BigInt(`0x${text ?? '0'}`);
const PAGE_SHIFTS: Readonly<Record<string, number>> = { '4': 12, '16': 14, '64': 16 };

function pgtable(arch: string, size: string | undefined, bits: string | undefined): Circumstances {
  const pageShift = PAGE_SHIFTS[size ?? ''];
  return { arch, vaBits: Number(bits), ...(pageShift === undefined ? {} : { pageShift }) };
}

function access(word: string | undefined): 'read' | 'write' | 'execute' {
  return word === 'write' ? 'write' : word === 'read' ? 'read' : 'execute';
}

/** Lines that hold no value but say something about the values near them. */
// prettier-ignore
const ROWS: readonly CircumstanceRow[] = [
  // arch/x86/mm/fault.c show_fault_oops, arch/arm64/mm/fault.c die_kernel_fault, arch/riscv/mm/fault.c die_kernel_fault
  { needs: ' ', line: /(?:nable to handle [\w ,:-]{1,80}?|NULL pointer dereference, )(?:at|address:?) ([0-9a-f]{8,16})(?=\s|$)/,
    read: ([, address]) => ({ address: hex(address) }) },
  { needs: '#PF: ', line: /#PF: (supervisor|user) (read|write|instruction)[a-z ]{1,20}in (kernel|user) mode/,
    read: ([, , what, mode]) => ({ access: access(what), mode: mode === 'user' ? 'user' : 'kernel' }) },
  { needs: '#PF: error', line: /#PF: error_code\(0x([0-9a-f]{1,8})\)/, read: ([, code]) => ({ errorCode: hex(code) }) },
  { needs: ' [#', line: /(?:Oops|Bad pagetable): ([0-9a-f]{4,8}) \[#\d+\]/, read: ([, code]) => ({ errorCode: hex(code) }) },
  { needs: 'Corrupted', line: /Corrupted page table at address ([0-9a-f]{1,16})(?=\s|$)/, read: ([, address]) => ({ address: hex(address), corrupted: true }) },
  { needs: 'ESR = ', line: /\bESR = 0x([0-9a-f]{8,16})(?=\s|$)/, read: ([, esr]) => ({ esr: hex(esr), arch: 'arm64' }) },
  // mm/memory.c print_bad_pte, mm/debug.c __dump_page
  { needs: 'addr:', line: /\baddr:([0-9a-f]{8,16}) vm_flags:/, read: ([, address]) => ({ address: hex(address) }) },
  { needs: 'refcount:', line: /(?<![\w-])page: ?(?:[0-9a-f]{8,16} )?refcount:/, read: () => ({ pageDump: true }) },
  { needs: 'pgtable: ', line: /(?:user|swapper) pgtable: (4|16|64)k pages, (\d{2})-bit VAs/, read: ([, size, bits]) => pgtable('arm64', size, bits) },
  { needs: 'pgtable: ', line: /Current \S{1,32} pgtable: (4|16|64)K pagesize, (\d{2})-bit VAs/, read: ([, size, bits]) => pgtable('riscv64', size, bits) },
  // Only arm64 writes this heading with a small t.
  { needs: 'Call trace:', line: /Call trace:/, read: () => ({ arch: 'arm64', callTrace: true }) },
  { needs: 'Call Trace:', line: /Call Trace:/, read: () => ({ callTrace: true }) },
];

/** Reads what a line says about values near it; undefined when it says nothing. */
export function circumstancesIn(line: string): Circumstances | undefined {
  let found: Circumstances | undefined;
  for (const row of ROWS) {
    const match = line.includes(row.needs) ? row.line.exec(line) : undefined;
    if (match) found = { ...found, ...row.read(match) };
  }
  return found;
}
