import { type CircumstanceRow, type Circumstances, hex } from '../../core/rows/log-lines.ts';
import { findMachine, machinesInQemu } from '../../kernel/capabilities/machines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';
import {
  ANY_DAY,
  APPORT_DATE,
  FOREIGN_QUOTATION,
  MAIL_DATE,
  NEXT_TREE,
  dayIn,
  PAGE_DATE,
  SENT,
  PATCH_MAIL,
  QUOTATION,
  quotedDayIn,
} from './day.ts';

function access(word: string | undefined): 'read' | 'write' | 'execute' {
  return word === 'write' ? 'write' : word === 'read' ? 'read' : 'execute';
}

/** An address with its width: 16 digits are a machine of 64 bits, 8 digits one of 32 (or an address that is not padded). */
function place(digits: string | undefined): Circumstances {
  return digits?.length === 16 ? { address: hex(digits), wordBits: 64 } : { address: hex(digits) };
}

/**
 * The address that a bad page map is at: the beginning of a page. From 4.15 to 5.1 at least it is hashed, to 32 bits that hardly ever
 * end so (v4.15 mm/memory.c print_bad_pte: %p, lib/vsprintf.c ptr_to_id).
 */
function mapPlace(digits: string): Circumstances {
  return /^(?:0{8})?[0-9a-f]{5}(?!000)[0-9a-f]{3}$/.test(digits)
    ? { isHashed: true }
    : { address: hex(digits) };
}

const count = (text: string | undefined): number => Number(text);

/** Lines that hold no value but say something about the values near them, on every machine. */
// prettier-ignore
export const COMMON_ROWS: readonly CircumstanceRow[] = [
  // arch/x86/mm/fault.c show_fault_oops, arch/arm64/mm/fault.c die_kernel_fault (v4.12: 8 digits or more), arch/riscv/mm/fault.c die_kernel_fault
  { needs: ['nable to', 'NULL poi'], line: /(?:nable to handle [\w ,:-]{1,80}?|NULL pointer dereference,? )(?:(?:at|address:?) +(\(null\)|[0-9a-f]{8}(?:[0-9a-f]{8})?)|at virtual address +(\(null\)|[0-9a-f]{8,16}))(?=\.?(?:[\s`]|$)|(?<=[0-9a-f]{16})\*\*?$)/,
    read: ([, address, virtual = address]) => (virtual === '(null)' ? { address: 0n } : place(virtual)) },
  // Commit messages have no line that begins with #.
  { needs: 'PF: ', line: /(?:#|^[>|\s]*)PF: (supervisor|user) (read|write|instruction)[a-z ]{1,20}in (kernel|user) mode/,
    read: ([, , what, mode]) => ({ access: access(what), mode: mode === 'user' ? 'user' : 'kernel' }) },
  { needs: 'PF: error', line: /(?:#|^[>|\s]*)PF: error_code\(0x([0-9a-f]{1,8})\)/, read: ([, code]) => ({ errorCode: hex(code) }) },
  { needs: ' [#', line: /(?:Oops|Bad pagetable): ([0-9a-f]{4}(?:[0-9a-f]{4})?) \[#\d+\]/, read: ([, code]) => ({ errorCode: hex(code), printedSince: SINCE.oopsCounter }) },
  { needs: 'Corrupted', line: /Corrupted page table at address ([0-9a-f]{1,16})(?=\.?(?:\s|$))/, read: ([, address]) => ({ address: hex(address), corrupted: true }) },
  // mm/memory.c print_bad_pte, mm/debug.c __dump_page
  // Wrapped behind the address, too: where the message begins with it, since drivers end theirs so.
  { needs: 'addr:', line: /(?:\baddr:(?=[0-9a-f]{8,16} vm_flags:)|(?:^|[\]>]|\bkernel:)\s{0,8}addr:(?=[0-9a-f]{8,16}\s*$))([0-9a-f]{8}|[0-9a-f]{16})(?=\s|$)(?: vm_flags:([0-9a-f]{8,16})(?= anon_vma:))?/,
    read: ([, digits = '', flags]) => ({ ...mapPlace(digits), ...(flags === undefined ? {} : { vmFlags: hex(flags) }), isOfMap: true, wordBits: digits.length === 8 ? 32 : 64 }) },
  { needs: 'addr:', line: /\baddr:[0-9a-f]{8,16} vm_flags:[0-9a-f]{1,16} (?:anon_vma:[0-9a-f]{8,16} mapping:|anon_vma:) {0,10}\(null\)/, read: () => ({ before: SINCE.nullAsZeros }) },
  { needs: 'mem_cgroup:', line: /\bpage->mem_cgroup:[0-9a-f]{8}/, read: () => ({ before: SINCE.pageMemcgData }) },
  { needs: 'addr:', line: /\bvm_flags:[0-9a-f]{1,16} anon_vma:(?:(?:0{8}|0{16}) mapping:|[0-9a-f]{8,16} mapping:(?:0{8}|0{16})(?=\s|$))/, read: () => ({ printedSince: SINCE.nullAsZeros }) },
  // v4.14 mm/memory.c print_bad_pte, %p of two structures: those begin at words, hashes anywhere. As wide as the address: less is the rest of a pointer.
  { needs: 'addr:', line: /\baddr:(?:[0-9a-f]{16} vm_flags:[0-9a-f]{1,16} (?:anon_vma: *\S{6,16} mapping|anon_vma):0{8}|[0-9a-f]{8} vm_flags:[0-9a-f]{1,16} (?:anon_vma: *\S{6,16} mapping|anon_vma):)[0-9a-f]{7}[1-35-79abd-f](?=\s|$)/, read: () => ({ since: SINCE.hashedPointersFirst }) },
  { needs: 'readpage', line: /(?:\bmmap:.{1,80} |^[>|\s]*)readpage:\S/, read: () => ({ before: SINCE.readFolio }) },
  { needs: 'count:', line: /(?<![\w-])page: ?(?:[0-9a-fx(){}_ptrval]{6,18} )?(?:flags:(?:0x)?[0-9a-f]{1,16} )?(?:ref)?count:(-?\d{1,10}) mapcount:(-?\d{1,10})(?!\d|(?: mapping:[^:]{0,40})?\s*$)(.*)/,
    read: ([, refcount, mapcount, rest = '']) => {
      const pfn = /\bpfn:0x([0-9a-f]{1,16})(?=\s|$)/.exec(rest)?.[1];
      // v4.14 and v5.6 mm/debug.c __dump_page: the count of the page itself, where that is a part of a larger one; since 5.7 that of its head.
      const isPart = refcount === '0' && rest.includes(' compound_mapcount: ');
      return { pageDump: true, pages: [{ refcount: count(refcount), mapcount: count(mapcount), ...(isPart ? { isPart } : {}), pfn: pfn === undefined ? undefined : hex(pfn) }] };
    } },
  // v6.10 mm/debug.c __dump_folio
  { needs: 'mapcount:', line: /(?<![\w-])head: order:\d{1,2} mapcount:(-?\d{1,10}) entire_mapcount:/, read: ([, mapcount]) => ({ headMapcount: count(mapcount), printedSince: SINCE.folioMapcount }) },
  { needs: 'mapcount:', line: /\bhead:.{0,60} (compound|entire)_mapcount:-?\d/, read: ([, what]) => (what === 'entire' ? { printedSince: SINCE.entireMapcount } : { before: SINCE.noCompoundMapcount }) },
  { needs: 'ge_type:', line: /\bpage_type: (?:0x)?[0-9a-f]{1,8}\((\w{3,20})[|)]/, read: ([, type = '']) => ({ pageType: type }) },
  { needs: 'ge flags: ', line: /\bpage flags: 0x[0-9a-f]{1,16}\(/, read: () => ({ before: SINCE.pageFlags }) },
  { needs: 'refcount:', line: /(?<![\w-])page: ?(?:[0-9a-f]{8,16} )?refcount:/, read: () => ({ pageDump: true }) },
  { needs: 'count:', line: /(?<![\w-])page:(?:[0-9a-f]{8,16}|\(_*ptrval_*\)) (ref)?count:-?\d{1,10} mapcount:/, read: ([, ref]) => (ref === undefined ? { before: SINCE.pageRefcount } : { before: SINCE.pageWithoutPointer, printedSince: SINCE.pageRefcountFirst }) },
  // lib/vsprintf.c pointer(): as many digits as the word has, hashed or not.
  { needs: 'page:', line: /(?<![\w-])page:([0-9a-f]{8}|[0-9a-f]{16}) (?:flags|(?:ref)?count|mapcount|mapping|is|not):?/, read: ([, pointer]) => ({ pageDump: true, wordBits: pointer?.length === 8 ? 32 : 64 }) },
  { needs: 'mapcount:', line: /(?<![\w-])page:.{0,60}count:-?\d{1,10} mapcount:-?\d{1,10} mapping:([0-9a-f]{8}|[0-9a-f]{16})(?=\s|$)/, read: ([, pointer]) => ({ wordBits: pointer?.length === 8 ? 32 : 64 }) },
  // Code addresses of a 32-bit kernel; the heading of crash.
  { needs: '[<', line: /\[<[0-9a-f]{8}>\]/, read: () => ({ wordBits: 32 }) },
  { needs: 'MACHINE: ', line: /^[>\s]*MACHINE: (\w{3,12})\b/, read: ([, name = '']) => {
    const arch = findMachine(name)?.arch;
    return arch === undefined ? {} : { arch };
  } },
  // QEMU 9.0 util/error-report.c error_vprintf, system/runstate.c qemu_kill_report: its own messages, below those of the guest. A process of this name is none.
  { needs: 'qemu-system-', line: /^[>|\s]*qemu-system-(\w{3,12}): (?!page allocation )/, read: ([, name = '']) => {
    const [arch, ...others] = machinesInQemu(name);
    return arch === undefined ? {} : others.length === 0 ? { arch } : { among: [arch, ...others] };
  } },
  // crash 8.0 kernel.c print_stack_frame; gdb 13 stack.c print_frame, valprint.c print_core_address: as many digits as a word has.
  { needs: ['#0 [', '#1 [', '#0  0x', '#1  0x'], line: /^[>|\s]*#[01] (?:\[([0-9a-f]{16})\] \S{1,200} at [0-9a-f]| 0x([0-9a-f]{8}(?:[0-9a-f]{8})?) in )/,
    read: ([, crash, gdb]) => ({ wordBits: (crash ?? gdb)?.length === 8 ? 32 : 64 }) },
  // gdb 13 valprint.c generic_val_print: an address of the kernel's image.
  { needs: ' = 0xffffffff', line: /^[>|\s]*\$\d{1,4} = (?:\([^()]{1,40}\) )?0xffffffff[89a-c][0-9a-f]{7}(?=\s|$)/, read: () => ({ wordBits: 64 }) },
  // crash 8.0 memory.c cmd_rd, symbols.c cmd_struct: the address of what it is to show.
  { needs: ' ffff', line: /^[>|\s]*crash> ?(?!(?:pte|eval) |.*;)[\w*].{0,120}? (?:0x)?ffff(?:8[18-f]|[9a-f][0-9a-f])[0-9a-f]{10}(?=\s|$)/, read: () => ({ wordBits: 64 }) },
  // crash 8.0 arm.c arm_vtop, x86.c x86_uvtop: where the top table is; x86_64 has its entry there, which is odd.
  { needs: 'PAGE DIR', line: /^[>|\s]*PAGE DIRECTORY: [4-9a-f][0-9a-f]{6}[02468ace]\s*$/, read: () => ({ wordBits: 32 }) },
  // v2.6.28 mm/page_alloc.c bad_page, with quotes; before 2.6.16 with the pointer in the same line.
  { needs: 'Bad page state', line: /\bBad page state (?:at \w+ \(in process '[^']{1,16}', page ([0-9a-f]{8}(?:[0-9a-f]{8})?)\)|in process ')/,
    read: ([, pointer]) => ({ before: SINCE.badPageMap, ...(pointer === undefined ? {} : { wordBits: pointer.length === 8 ? 32 : 64 }) }) },
  // v2.6.0 mm/page_alloc.c bad_page; 2.4 has no such function.
  { needs: 'Bad page state', line: /\bBad page state at \w{1,40}\s*$/, read: () => ({ since: SINCE.genericSwap, before: SINCE.badPageMap }) },
  // v2.6.29 mm/page_alloc.c bad_page
  { needs: 'Bad page state', line: /\bBUG: Bad page state in process .{0,64}? {1,2}pfn:[0-9a-f]{5,16}(?=\s|$)/, read: () => ({ since: SINCE.badPageMap }) },
  // v2.6.28 mm/rmap.c page_remove_rmap; 2.4 has no such file, 2.6.29 prints a bad page map.
  { needs: 'mapcount', line: /\bEeek! page_mapcount\(page\) went negative!/, read: () => ({ since: SINCE.genericSwap, before: SINCE.badPageMap }) },
  // v2.6.18 mm/rmap.c page_remove_rmap, its lines below; lib/vsprintf.c number(): %p is filled up to the size of a pointer.
  { needs: 'pping = ', line: /\bpage->mapping = ([0-9a-f]{8}|[0-9a-f]{16})(?=\s|$)/, read: ([, pointer]) => ({ wordBits: pointer?.length === 8 ? 32 : 64 }) },
  // v2.6 include/asm-x86_64/bug.h, include/asm-generic/bug.h
  { needs: 'nel BUG at ', line: /nel BUG at "?(?:mm|fs|kernel)\/[\w/.-]{1,80}\.c"?:\d+/, read: () => ({ since: SINCE.foldersInFileNames }) },
  // v2.2.19 and v2.4.0 mm/swapfile.c, swap_state.c swap_free; later ones say "Bad swap file entry" (a wide bound).
  { needs: 'swap_free: Trying', line: /\bswap_free: Trying to free (?:nonexistent swap-page|swap from unused swap-device)/, read: () => ({ before: SINCE.genericSwap }) },
  // v2.6.28 do_page_fault of each architecture with tables.
  { needs: 'VM: kill', line: /\bVM: killing process \S/, read: () => ({ before: SINCE.pagefaultOutOfMemory }) },
  // v4.0 mm/memory.c print_bad_pte, lines of their own.
  { needs: ['m_ops->f', 'f_op->mm'], line: /\bvma->(?:vm_ops->fault|vm_file->f_op->mmap): ?\w/, read: () => ({ before: SINCE.badPageFile }) },
  { needs: 'last sys', line: /\blast sysfs file:/, read: () => ({ before: SINCE.lastSysfsFile }) },
  // v2.6.13 arch/i386/kernel/traps.c and arch/x86_64/kernel/traps.c invalid_op; "invalid opcode" since.
  { needs: 'invalid operand', line: /\binvalid operand: [0-9a-f]{4}(?=\s|$)/, read: () => ({ before: SINCE.invalidOpcode, isBehindWalk: true }) },
  // v2.4 include/asm-i386/page.h BUG(): __FILE__ without a folder. Of mm, fs and kernel alone: a module built by itself has none in later kernels either.
  { needs: 'nel BUG at ', line: /\bkernel BUG at (?:page_alloc|page_io|swap|swapfile|swap_state|memory|vmscan|slab|filemap|mmap|mprotect|highmem|shmem|buffer|inode|dcache|exec|ll_rw_blk|sched|exit|fork|signal|softirq|timer)\.c:\d+!/, read: () => ({ before: SINCE.foldersInFileNames }) },
  // v6.14 arch/x86/kernel/dumpstack.c __die_header, S_PREEMPT of arm, arm64, s390: dump_stack() alone tells that since (4769437de0e2 and its neighbours).
  { needs: '] PREEM', line: /\[#\d+\] PREEMPT(?:_RT)?\b/, read: () => ({ before: SINCE.preemptInStack }) },
  // v5.15 mm/memory.c print_vma_addr: 6.12 prints the offset in the file as well.
  { needs: ['ption code', 'unhandled signal'], line: /\bin [^\s[\]]{1,80}\[[0-9a-f]{5,16}\+[0-9a-f]{3,12}\]/, read: () => ({ before: SINCE.offsetOfCode }) },
  { needs: 'Bad rss-counter', line: /\bBad rss-counter state mm:\w{1,16} (?:type|idx):\w{1,16} val:-?\d{1,20}\s*$/, read: () => ({ before: SINCE.rssCounterComm }) },
  { needs: 'Bad rss-counter', line: /\bBad rss-counter state mm:\w{1,16} (type|idx):\w{1,16} val:/, read: ([, name]) => (name === 'idx' ? { before: SINCE.rssCounterType } : { printedSince: SINCE.rssCounterType }) },
  // v4.19 mm/memory.c _vm_normal_page; v5.10 arch/s390/kernel/dumpstack.c show_address: what is no sure part of a trace stands in brackets. v6.18 mm/memory.c __vm_normal_page: of larger pages too.
  { needs: 'vm_norma', line: /(?<!\? |\(\[<[0-9a-f]{8,16}>\] )\b_?vm_normal_page(?:_p[mu]d)?(?:\+0x|\]|\))/, read: () => ({ refusedFrame: true }) },
  { needs: 'page:', line: /(?<![\w-])page:(?!0{8})[0-9a-f]{16} (?:ref)?count:-?\d{1,10} mapcount:-?\d{1,10} mapping:[^:]{1,40} index:0x[0-9a-f]{1,16}(?: compound_mapcount: ?-?\d{1,10})?\s*$/, read: () => ({ before: SINCE.pageHashed }) },
  // Exceptions of other kinds show no walk.
  { needs: 'l protect', line: /\bgeneral protection fault(?:, (?:probably|maybe) for\b|: [0-9a-f]{4} \[#\d)/, read: () => ({ otherFault: true }) },
  { needs: 'Subject: ', line: PATCH_MAIL, read: () => ({ day: ANY_DAY }) },
  ...[MAIL_DATE, APPORT_DATE, PAGE_DATE, NEXT_TREE].map((line): CircumstanceRow => ({ needs: ['Date:', 'date: ', 'next-20'], line, read: (match) => {
    const day = dayIn(match);
    return day === undefined ? {} : { day };
  } })),
  { needs: 'Sent:', line: SENT, read: ({ groups = {} }) => {
    const day = quotedDayIn(groups['when'] ?? '');
    return day === undefined ? {} : { day };
  } },
  { needs: 'rote:', line: QUOTATION, read: ([line]) => ({ quotedDay: quotedDayIn(line) ?? ANY_DAY }) },
  // Most have no word of ASCII: the finder has the end of the line, and what is quoted behind it.
  { needs: ['schrieb', 'crit', 'escribi', 'scritto', 'escreveu', 'schreef', 'skrev', 'pisze', 'пишет', '写道', '>:'], line: FOREIGN_QUOTATION, read: ([line]) => {
    const quotedDay = quotedDayIn(line);
    return quotedDay === undefined ? {} : { quotedDay };
  } },
  // v3.9 lib/dump_stack.c dump_stack_print_info, arch/x86/kernel/process.c; "CPU: 1 PID: 2 Comm:" since (a43cb95d547a). User Mode Linux has it still; Lustre has no taint there.
  { needs: 'omm: ', line: /\bPid: \d{1,7}, comm: \S.{0,30}? (?:Not t|T)ainted\b/, read: () => ({ assumedBefore: SINCE.upperCasePid }) },
  { needs: 'task.ti: ', line: /\btask\.ti: [0-9a-f]{8}/, read: () => ({ assumedBefore: SINCE.taskStack }) },
  // v6.10 lib/dump_stack.c dump_stack_print_info: no UID. A warning has none in later ones either, and no name (v6.12 kernel/panic.c __warn). Where the line names its kernel, it tells nothing of another.
  { needs: ['omm: ', 'ainted: ['], line: /\bCPU: \d{1,4} (UID: \S{1,10} )?PID: \S{1,8}( Comm: (?!.{0,60}ainted.{0,60} \d{1,2}\.\d))?|\bTainted: (\[)[A-Z]\]=[A-Z]/, read: ([, user, name, flag]) => (user !== undefined || flag !== undefined ? { printedSince: SINCE.uidOfProcess } : { printedSince: SINCE.upperCasePid, ...(name === undefined ? {} : { assumedBefore: SINCE.uidOfProcess }) }) },
  { needs: 'Call Trace:', line: /Call Trace:/, read: () => ({ callTrace: true }) },
];
