import { END, type LogLines, pattern } from '../../core/rows/log-lines.ts';
import { listOf, ownFile, spokenOf } from './own-lines.ts';

/** An architecture whose logs are recognised, so that its values are not read as those of another. */
interface NamedOnly extends LogLines {
  readonly arch: string;
  /** What people call it. */
  readonly text: string;
  /** A word of the release, as distributions name kernels of it, of a compiler or of `uname -m`. */
  readonly named: RegExp;
  /** The first release without such machines, from which on the name means one that has tables. */
  readonly became?: { readonly in: string; readonly arch: string };
  /** How prose speaks of it, where its name is a word of other things as well; it is looked for in the line. */
  readonly spoken?: RegExp;
  /** The symbol of a kernel configuration that is set for it alone, or else for an architecture that has tables. */
  readonly kconfig: string;
}

/** One of some words, alone or between characters that separate them. */
const words = (any: string): RegExp => new RegExp(`(?:^|[-._+])(?:${any})(?:$|[-._+])`);

const nothing = (): object => ({});
/** Its walk, or other lines of it, look like those of another machine: these tell more. */
const firm = (): object => ({ isFirm: true });

/** The symbol of a configuration that names another architecture as well: the one that it runs on. */
export const USER_MODE = 'UML';

/** Architectures in whose logs page-table values stand, without tables of their entries. */
// prettier-ignore
export const WITHOUT_TABLES: readonly NamedOnly[] = [
  {
    // The kernel as a program of another: its configurations name the architecture that it runs on as well. v6.12 arch/um/include/asm/pgtable-2level.h, pgtable.h _PAGE_RW, _PAGE_DIRTY
    arch: 'um', text: 'User Mode Linux', kconfig: USER_MODE, named: words('uml'), shapes: [],
    circumstances: [
      { ...ownFile('um'), read: nothing },
      // v6.12 arch/x86/um/sysrq_64.c show_regs: code of the kernel in user mode, arch/x86/Makefile.um START; v3.10 has its address, once. One of a program that stands twice can be wrapped.
      { needs: 'RIP: 0033:', line: /\bRIP: 0033:(?:\[<0{8}6[0-9a-f]{7}>\]\s*$|[A-Za-z_][\w.]{0,80}\+0x)/, read: firm },
      { needs: ['UML', 'Mode Linux', 'ser-mode', 'ARCH=um'], line: /\bUML(?:'s)? (?:mm|kernels?|guests?|instances?|[Ll]inux)\b(?! (?:\w+ )?(?:diagram|model)s?\b)|\b(?:User[- ]Mode[- ]Linux|user-mode-linux|[Uu]ser[- ]mode[- ][Ll]inux(?=[.;:!?)](?!\w)|, v?\d\.\d| \(UML| (?:kernel|guest|instance|machine|process)(?:(?<!process)s)?\b))\b(?![@-]|\.\w)|\bARCH=um\b/, read: () => ({ spokenArch: 'um' }), isShared: true },
    ],
  },
  {
    arch: 'mips', text: 'MIPS', kconfig: 'MIPS', named: words('mips(?:64)?(?:el)?|octeon|loongson-[23]|[45]kc-malta'), shapes: [],
    circumstances: [
      { needs: 'epc == ', line: /, epc == [0-9a-f]{8,16}, ra == [0-9a-f]{8,16}/, read: nothing },
      // v5.4 arch/mips/kernel/traps.c __show_regs, v2.4 show_regs; pages show several blanks as one. Of riscv the next register stands behind the address.
      { needs: ['epc   : ', 'epc : '], line: /\bepc (?: {2}: [0-9a-f]{8,16}(?:\s|$)| ?: [0-9a-f]{8,16} +(?!ra :)\S)/, read: nothing },
      { needs: 'BadVA', line: /\bBadVA : [0-9a-f]{8,16}/, read: nothing },
      { needs: 'Hardware name: ', line: /Hardware name: .{0,200}\bLoongson-(?:LS)?3[AB](?:[1-4]\d00| R[1-4]\b)/, read: nothing },
      { needs: 'PrId', line: /\bPrId {2}: [0-9a-f]{8} \(/, read: nothing },
      // v5.4 arch/mips/kernel/traps.c show_stacktrace; LoongArch has other addresses there (9000…).
      { needs: 'Stack : ', line: /\bStack : (?:[0-9a-f]{8}(?: [0-9a-f]{8})+\s*$|(?:[0-9a-f]{16} ){0,7}(?:ffffffff[89ab]|[9a]8000000)[0-9a-f]{7})/, read: nothing },
      { ...ownFile('mips'), read: nothing },
      listOf('mips'),
      spokenOf('mips', 'mips(?:64)?(?:el)?'),
    ],
  },
  {
    arch: 'powerpc', text: 'powerpc (hash, or not said which MMU)', kconfig: 'PPC', named: words('powerpc|ppc'),
    shapes: [
      // v5.4 arch/powerpc/mm/book3s64/hash_utils.c hash_failure_debug; mail breaks the line in front of its last words.
      { name: 'hash-failure', needs: 'psize ', role: 'memory', undecoded: 'no tables for powerpc64 with the hash MMU',
        line: pattern(String.raw`\bpsize \d{1,2} pte=(?:3D)?(?<pte>0x[0-9a-f]{1,16})`, END) },
    ],
    circumstances: [
      // v4.14 arch/powerpc/include/asm/page.h PAGE_OFFSET: pointers to what lies in the linear map, as no other machine with tables has them.
      { needs: 'c0000', line: /(?:\b(?:mm|page|mapping|anon_vma|vma|task|Slab)[:= ](?:0x)?|@)c0000[0-9a-f]{11}(?![0-9a-f])/,
        read: () => ({ among: ['powerpc64', 'powerpc'], wordBits: 64 }), isShared: true },
      { needs: 'hash-mmu: ', line: /(?:^|[\s>\]])hash-mmu: \S/, read: nothing },
      { needs: 'MMU=Hash', line: /\bMMU=Hash\b/, read: nothing },
      { needs: 'Vector: ', line: /\bcpu 0x[0-9a-f]+: Vector: [0-9a-f]+/, read: nothing },
      { needs: 'Faulting instruction', line: /Faulting instruction address: 0x[0-9a-f]{8,16}/, read: nothing },
      // v6.12 arch/powerpc/kernel/process.c show_stack: the stack pointer and the return address, in brackets both.
      { needs: '] [c0', line: /\[[0-9a-f]{8}(?:[0-9a-f]{8})?\] \[c0[0-9a-f]{6}(?:[0-9a-f]{8})?\] [\w.$]{1,120}\+0x[0-9a-f]/, read: nothing },
      { needs: 'NIP', line: /\bNIP(?: \[[0-9a-f]{8,16}\]|: +[0-9a-f]{8,16} LR: )/, read: nothing },
      { needs: 'GPR00: ', line: /\bGPR00: [0-9a-f]{8,16} [0-9a-f]{8,16}/, read: nothing },
      { needs: 'MSR: ', line: /\bMSR: +[0-9a-f]{8,16} +</, read: nothing },
      { needs: 'Hardware name: ', line: /Hardware name: .{0,200}\b(?:of:(?:IBM|SLOF)|PowerMac$)|\bPOWER\d+/, read: nothing },
      { ...ownFile('powerpc'), read: nothing },
      spokenOf('powerpc', 'powerpc|ppc(?:64)?'),
    ],
  },
  {
    arch: 'sparc64', text: 'sparc64', kconfig: 'SPARC64', named: words('sparc64'), shapes: [],
    circumstances: [
      { needs: 'TSTATE: ', line: /\bTSTATE: [0-9a-f]{16} TPC: /, read: nothing },
      { needs: 'tsk->', line: /tsk->\{mm,active_mm\}->/, read: nothing },
      spokenOf('sparc64', 'sparc64'),
    ],
  },
  {
    arch: 'sparc', text: 'sparc (32-bit)', kconfig: 'SPARC32', named: words('sparc(?:32)?'), shapes: [],
    circumstances: [{ needs: 'NPC: ', line: /\bPSR: [0-9a-f]{8} PC: [0-9a-f]{8} NPC: [0-9a-f]{8}/, read: nothing }],
  },
  {
    arch: 'parisc', text: 'parisc', kconfig: 'PARISC', named: words('parisc(?:64)?|hppa'), shapes: [],
    circumstances: [
      { needs: 'IAOQ', line: /\bIA[SO]Q: [0-9a-f]{8,16} [0-9a-f]{8,16}|\bIAOQ\[[01]\]: /, read: nothing },
      // v6.5 arch/parisc/kernel/processor.c: the model as the firmware names it.
      { needs: 'Hardware name: ', line: /Hardware name: 9000\/\d{3}\/\w/, read: nothing },
      { needs: 'pointer deref?', line: /\(null pointer deref\?\): Code=/, read: nothing },
      { ...ownFile('parisc'), read: nothing },
      listOf('parisc'),
      spokenOf('parisc', 'parisc(?:64)?'),
    ],
  },
  {
    arch: 'alpha', text: 'alpha', kconfig: 'ALPHA', named: words('alpha-(?:generic|smp|legacy|linux)'), shapes: [],
    // A release, a branch, a driver can be alpha.
    spoken: /\b(?:my|an|our)(?: old)? alpha(?: box| runs|(?![- ]\w))| alpha GNU/i,
    circumstances: [
      // As the reporter of a 2.4 began; in the middle of a sentence it can be any.
      { needs: 'Alpha, ', line: /^[>|\s]*Alpha, (?:Linux |kernel )?2\.\d\.[\w.-]{1,20}\s*$/, read: nothing },
      { needs: 'ps = ', line: /\bpc = \[<[0-9a-f]{16}>\] +ra = \[<[0-9a-f]{16}>\] +ps = /, read: nothing },
      // v2.4 arch/alpha/kernel/traps.c dik_show_regs: addresses of its kernel memory.
      { needs: 'gp = ', line: /\bgp = fffffc[0-9a-f]{10} +sp = fffffc[0-9a-f]{10}(?=\s|$)/, read: nothing },
      { ...ownFile('alpha'), read: nothing },
      listOf('alpha'),
      spokenOf('alpha', 'alpha'),
    ],
  },
  {
    // v5.10 arch/sh/kernel/process_32.c show_regs, arch/sh/mm/fault.c show_pte, show_fault_oops
    arch: 'sh', text: 'SuperH', kconfig: 'SUPERH', named: words('sh4|sh7751r|sh7785lcr'), shapes: [],
    circumstances: [
      { needs: 'R is at ', line: /\bPR is at \S/, read: firm },
      // v2.6.20: the address of the code alone.
      { needs: 'PC  : ', line: /\bPC {2}: [0-9a-f]{8} SP {2}: [0-9a-f]{8} SR {2}: [0-9a-f]{8}/, read: firm },
      { needs: 'PC: [<', line: /(?:^|[>\s])PC: \[<[0-9a-f]{8}>\]/, read: firm },
      { ...ownFile('sh'), read: firm },
      listOf('sh'),
      spokenOf('sh', 'sh'),
    ],
  },
  {
    // v4.15 arch/m32r/mm/fault.c do_page_fault, arch/m32r/kernel/process.c show_regs
    arch: 'm32r', text: 'M32R', kconfig: 'M32R', named: words('m32r\\w{0,3}'), shapes: [],
    circumstances: [
      { needs: 'printing bpc:', line: /\bprinting bpc:/, read: firm },
      { needs: 'BPC[', line: /\bBPC\[[0-9a-f]{8}\]:PSW\[/, read: firm },
    ],
  },
  {
    // v6.14 arch/riscv/mm/fault.c show_pte, arch/riscv/kernel/process.c __show_regs: as on 64-bit machines, but for the digits
    arch: 'riscv32', text: 'riscv32', kconfig: 'ARCH_RV32I', named: words('riscv32|rv32\\w{0,20}'), shapes: [],
    circumstances: [
      { needs: 'pgtable: ', line: /Current \S{1,32} pgtable: 4K pagesize, 32-bit VAs/, read: firm },
      { needs: 'epc : ', line: /\bepc : [0-9a-f]{8} ra : [0-9a-f]{8} sp : /, read: firm },
      { needs: ' gp : ', line: / gp : [0-9a-f]{8} tp : [0-9a-f]{8} /, read: firm },
      { needs: 'badaddr: ', line: /\bstatus: [0-9a-f]{8} badaddr: [0-9a-f]{8} cause: /, read: firm },
    ],
  },
  {
    // A release with "arc" is one for graphics of that name; `uname -m` is it alone, and the compiler begins with it.
    arch: 'arc', text: 'ARC', kconfig: 'ARC', named: /^arc(?:$|700|(?:eb)?-(?:\w+-)?linux)/, shapes: [],
    spoken: /\barc700\b/,
    circumstances: [
      { ...ownFile('arc'), read: nothing },
      // Its cores and versions: graphics of that name have others.
      { needs: ['ARC ', 'ARC-', 'ARC700', 'ARCv2'], line: /\bARC(?:700|v2|[ -]?(?:HS\d(?:\d(?:x\w{0,2})?|x\w{0,2})|EM\d{1,2}D?))\b|(?:(?<=\bon (?:an? |my |our |the |this )?)ARC (?:700|v2|HS|EM)(?! ?(?:[KMGT]i?B|of \d|input|output)\b)|\bARC (?:700|v2|HS|EM)(?= (?:board|CPU|processor|core|SoC|platform|machine)s?\b))\b/, read: () => ({ spokenArch: 'arc' }), isShared: true },
    ],
  },
  {
    // The name of both before 5a79859ae0f3 ("s390: remove 31 bit support", 4.1); `uname -m` of 64 bits is s390x.
    arch: 's390', text: 's390 (31 bits, or not said how many)', kconfig: 'S390', named: /(?:^|-)s390$|^s390-(?:\w+-)?linux/,
    became: { in: '4.1', arch: 's390x' }, shapes: [],
    circumstances: [],
  },
  {
    // v4.17 arch/nds32/kernel/process.c show_regs, arch/nds32/mm/fault.c show_pte
    arch: 'nds32', text: 'NDS32', kconfig: 'NDS32', named: words('nds32(?:le|be)?'), shapes: [],
    circumstances: [{ needs: 'P is at ', line: /\bLP is at \S/, read: firm }],
  },
  {
    arch: 'ia64', text: 'ia64', kconfig: 'IA64', named: words('ia64|itanium|mckinley'), shapes: [],
    circumstances: [
      { needs: 'ifs : ', line: /\bpsr : [0-9a-f]{16} ifs : [0-9a-f]{16} ip {2}: /, read: nothing },
      // v5.11 arch/ia64/kernel/process.c ia64_do_show_stack
      { needs: ' bsp=', line: /\bsp=[0-9a-f]{16} bsp=[0-9a-f]{16}(?=\s|$)/, read: nothing },
      { ...ownFile('ia64'), read: nothing },
      listOf('ia64'),
      spokenOf('ia64', 'ia64'),
    ],
  },
];
