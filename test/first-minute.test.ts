import { describe, expect, test } from '@jest/globals';
import { runCli } from './helpers/fake-io.ts';

/** What a newcomer types, and what must come: a piece of what is written, and the exit status. */
interface Attempt {
  readonly words: readonly string[];
  readonly stdin?: string;
  readonly out?: RegExp;
  readonly err?: RegExp;
  readonly status: number;
}

const LINE = ['-F', 'line', '--no-heading', '-k', '6.12'];
const SPECIAL = /^0x0000000000000004 swap /;

// prettier-ignore
const ATTEMPTS: readonly Attempt[] = [
  // Values as they are copied out of logs, C, drgn and scripts.
  { words: ['0x4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0X4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0000000000000004', ...LINE], out: SPECIAL, status: 0 },
  { words: ['8400000002bcbc25', ...LINE], out: /^0x8400000002bcbc25 present /, status: 0 },
  { words: ['8400000002BCBC25', ...LINE], out: /^0x8400000002bcbc25 present /, status: 0 },
  { words: ['ff04', ...LINE], out: /^0x000000000000ff04 /, status: 0 },
  { words: ['bad', ...LINE], out: /^0x0000000000000bad /, status: 0 },
  { words: ['0x4U', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4L', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4UL', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4ull', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4LLU', ...LINE], out: SPECIAL, status: 0 },
  { words: ['(pteval_t)0x4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['(unsigned long)0x4UL', ...LINE], out: SPECIAL, status: 0 },
  { words: ['18446744073709550596', ...LINE], out: /^0xfffffffffffffc04 /, status: 0 },
  { words: ['18446744073709550596UL', ...LINE], out: /^0xfffffffffffffc04 /, status: 0 },
  { words: ['99999999999999999999', ...LINE], err: /more than the 64 bits/, status: 2 },
  { words: ['12', ...LINE], err: /write 0x… for hexadecimal, or give --decimal/, status: 2 },
  { words: ['4UL', ...LINE], err: /argument 1: "4UL"/, status: 2 },
  { words: ['--decimal', '12', ...LINE], out: /^0x000000000000000c /, status: 0 },
  { words: ['-4', ...LINE], err: /a minus sign: entries are unsigned/, status: 2 },
  { words: ['0x', ...LINE], err: /no digit after 0x/, status: 2 },
  { words: ['0x123456789abcdef01', ...LINE], err: /more than the 64 bits/, status: 2 },
  // The same in free text.
  { words: LINE, stdin: '0x4UL ((pteval_t)0x4UL)\n', out: /^(?:0x0{15}4 swap [^\n]*\n){2}$/, status: 0 },
  { words: LINE, stdin: '\t.pte = (pteval_t)9511602413052410917,\n', out: /^0x8400000002bcbc25 present /, status: 0 },
  { words: LINE, stdin: '(pteval_t)4\n(pte_t){\n\t.pte = (pteval_t)4,\n}\n', out: /^(?:0x0{15}4 swap [^\n]*\n){2}$/, status: 0 },
  { words: ['(pteval_t)4', '((pteval_t)4UL)', ...LINE], out: /^(?:0x0{15}4 swap [^\n]*\n){2}$/, status: 0 },
  { words: ['(pteval_t)025', ...LINE], err: /write 0x… for hexadecimal, or give --decimal/, status: 2 },
  { words: LINE, stdin: 'face feed dead\n', err: /^pte-decode: no values in the input\n$/, status: 2 },
  { words: LINE, stdin: 'a dead 0x4\n', out: SPECIAL, status: 0 },
  { words: LINE, stdin: '0x4 2bc\n', out: SPECIAL, err: /^pte-decode: <stdin>:1:5: "2bc": 3 digits/, status: 2 },
  { words: LINE, stdin: '(pteval_t)1234567890123456\n', err: /write 0x… for hexadecimal, or give --decimal/, status: 2 },
  // A short word in free text stays a word.
  { words: LINE, stdin: 'bad 0x4\n', out: SPECIAL, status: 0 },
  // What is no value.
  { words: ['layuot'], err: /no command "layuot": did you mean layout\?/, status: 2 },
  { words: ['chekc', '0x4', ...LINE], out: SPECIAL, err: /no command "chekc": did you mean check\?/, status: 2 },
  { words: ['0x4', 'check', ...LINE], out: SPECIAL, err: /"check" is a command: it stands first/, status: 2 },
  { words: ['hlep'], err: /no command "hlep": did you mean help\?/, status: 2 },
  { words: ['xyzzy'], err: /no command "xyzzy": pte-decode -h lists them/, status: 2 },
  { words: ['package.json'], err: /"package\.json" is a file: -f FILE for values, pte-decode log FILE for a log, pte-decode pagemap FILE for a dump\n$/, status: 2 },
  { words: ['./README.md'], err: /is a file: /, status: 2 },
  { words: ['version'], err: /no command "version": did you mean --version\?/, status: 2 },
  { words: ['oops'], err: /no command "oops": did you mean log\?/, status: 2 },
  { words: ['help'], out: /^Usage: pte-decode \[options\] \[command\]/, status: 0 },
  { words: ['help', 'help'], out: /^Usage: pte-decode \[options\] \[command\]/, status: 0 },
  { words: ['help', 'log'], out: /^Usage: pte-decode log /, status: 0 },
  { words: ['help', 'pagemap', 'diff'], out: /^Usage: pte-decode pagemap diff /, status: 0 },
  { words: ['--help'], out: /^Usage: pte-decode /, status: 0 },
  { words: ['-h'], out: /^Usage: pte-decode /, status: 0 },
  { words: ['-V'], out: /^[0-9]+\.[0-9]+\.[0-9]+/, status: 0 },
  { words: ['--version'], out: /^[0-9]+\.[0-9]+\.[0-9]+/, status: 0 },
  { words: ['help', 'explain'], out: /^Usage: pte-decode \[options\]/, status: 0 },
  { words: ['kernels', 'aarch64'], out: /debian-6\.12/, status: 0 },
  { words: ['pagemap', 'self'], err: /"self" is no file: --pid self reads a process/, status: 2 },
  { words: ['pagemap', '--pid', '4194304'], err: /^pte-decode: --pid 4194304: no such process$/m, status: 2 },
  { words: ['pagemap', 'dif', 'a', 'b'], err: /no command "pagemap dif": did you mean pagemap diff\?/, status: 2 },
  { words: ['pagemap', 'captrue', '--pid', 'self'], err: /did you mean pagemap capture\?/, status: 2 },
  { words: ['pagemap', '1'], err: /--pid 1 reads a process/, status: 2 },
  { words: ['log', '0x4'], err: /"0x4" is no file: pte-decode 0x4 decodes a value/, status: 2 },
  { words: ['help', 'rules'], out: /^Usage: pte-decode rules /, status: 0 },
  { words: ['help', 'chekc'], err: /no command "chekc": did you mean check\?/, status: 2 },
  { words: ['help', 'pagemap', 'dif'], err: /no command "pagemap dif": did you mean pagemap diff\?/, status: 2 },
  { words: ['help', 'layout', 'foo'], err: /no command "layout foo"/, status: 2 },
  { words: ['help', 'pagemap', 'diff'], out: /pagemap diff/, status: 0 },
  { words: ['check', '-h'], out: /^ {2}-r, --rule N,/m, status: 0 },
  { words: ['log', '--version'], out: /^[0-9]+\.[0-9]+\.[0-9]+/, status: 0 },
  { words: ['encode'], err: /^Usage: pte-decode encode \[options\] STATE\n[^]*encode swap --type 1/, status: 2 },
  { words: ['diff'], err: /^Usage: pte-decode diff \[options\] A B\n/, status: 2 },
  { words: ['rules'], out: /^ {2}3 {2}the uffd-wp swap bit is set/m, status: 0 },
  { words: ['rules', '-k', '7.3'], out: /pte_swp_uffd\(\) is true/, status: 0 },
  { words: ['rules', '-k', '4.18'], out: /no uffd-wp bit in a swap entry here: no value satisfies rule 3/, status: 0 },
  { words: ['rule'], err: /no command "rule": did you mean rules\?/, status: 2 },
  { words: ['check', 'chek'], err: /"chek" is no value: wanted 0x4/, status: 2 },
  { words: ['check', 'nosuchfile.txt'], err: /"nosuchfile\.txt" is no value, and there is no such file/, status: 2 },
  { words: ['./test'], err: /"\.\/test" is a directory, no value/, status: 2 },
  { words: ['test'], err: /no command "test": pte-decode -h lists them/, status: 2 },
  { words: ['check', 'test'], err: /"test" is a directory, no value/, status: 2 },
  // Whether uffd-wp is set is said of everything.
  { words: ['0', '-k', '6.12', '--decimal'], out: /^ {2}state {4}uffd-wp - \(no such bit in such an entry\)$/m, status: 0 },
  { words: ['0x67', '-l', 'pmd', '-k', '6.12'], out: /^ {2}state {4}uffd-wp - \(no such bit in such an entry\)$/m, status: 0 },
  { words: ['0x67', '-k', '5.6'], out: /^ {2}state {4}uffd-wp - \(no such bit in this kernel\) {2}soft-dirty no {2}dirty yes {2}accessed yes$/m, status: 0 },
  { words: ['0x67', '--arch', 'riscv64', '-k', '6.12'], out: /^ {2}state {4}uffd-wp - \(no such bit in this kernel\)/m, status: 0 },
  { words: ['0xfffffffffffff800', '-k', '6.12'], out: /write-protected by userfaultfd; poisoned:/, status: 0 },
  { words: ['check', 'package.json'], err: /"package\.json" is a file: -f FILE for values/, status: 2 },
  { words: ['nosuchfile.txt'], err: /"nosuchfile\.txt" is no value, and there is no such file/, status: 2 },
  { words: ['diff', 'package.json', 'README.md'], err: /is a file: pte-decode pagemap diff compares dumps/, status: 2 },
  { words: ['-f', 'nosuchfile.txt'], err: /nosuchfile\.txt: /, status: 2 },
  { words: ['pagmap', 'x'], err: /^pte-decode: no command "pagmap": did you mean pagemap\?\n$/, status: 2 },
  ...[['chek', 'check'], ['chian', 'chain'], ['capture-', 'capture'], ['scan-comprae', 'scan-compare']].map(([typed = '', meant = '']) => ({ words: ['pagemap', typed, 'x'], err: new RegExp(`^pte-decode: no command "pagemap ${typed}": did you mean pagemap ${meant}\\?\n$`), status: 2 })),
  { words: ['dcode', 'x'], err: /did you mean decode\?/, status: 2 },
  { words: ['0x4', '-o', 'jsn'], err: /unknown option -o: did you mean --format json\?/, status: 2 },
  { words: ['0x67', '--arch', 'ppc'], err: /architecture "ppc": did you mean powerpc64\?/, status: 2 },
  { words: ['-k', '6.1x', '0x4'], err: /kernel "6\.1x": did you mean 6\.1\?/, status: 2 },
  { words: ['apply', 'mkwrite', '0x67'], err: /function "mkwrite": did you mean pte_mkwrite\?/, status: 2 },
  // Options.
  { words: ['0x4', '-o', 'json'], err: /unknown option -o: did you mean --format json\?/, status: 2 },
  { words: ['0x4', '--jsn'], err: /unknown option --jsn: did you mean --json\?/, status: 2 },
  { words: ['0x4', '--json', '--explain'], err: /--explain is for the format long, not for json/, status: 2 },
  { words: ['0x4', '--sources', '-F', 'csv'], err: /--sources is for the format long, not for csv/, status: 2 },
  { words: ['0x4', '-P', '-F', 'line'], err: /--predicates is for the format long and json, not for line/, status: 2 },
  { words: ['pagemap', '-', '-F', 'csv'], stdin: '\0\0\0\0\0\0\0\0', err: /--format csv goes with --ranges or --entries/, status: 2 },
  { words: ['pagemap', '-', '--map', '--json'], stdin: '\0\0\0\0\0\0\0\0', err: /--map takes no --json/, status: 2 },
  { words: ['check', '--sources', '0x4'], err: /pte-decode --sources VALUE and layout --sources say where/, status: 2 },
  { words: ['special', '--designs', '-n', '3'], err: /--designs takes no --max/, status: 2 },
  { words: ['0x4', '--format', 'jsn'], err: /--format "jsn": did you mean json\?/, status: 2 },
  { words: ['0x4', '--level', 'ptee'], err: /--level "ptee": did you mean pte\?/, status: 2 },
  { words: ['0x4', '-l', 'top'], err: /-l "top": wanted pgd, p4d, pud, pmd, pte/, status: 2 },
  { words: ['0x4', '-k'], err: /-k: NAME is missing/, status: 2 },
  { words: ['0x4', '-w', 'stat == "swap"'], err: /unknown name "stat": did you mean state\?/, status: 2 },
  { words: ['0x4', '-w', 'state == "swp"'], err: /did you mean "swap"\?/, status: 2 },
  { words: ['0x4', '-w', 'swap.offset == 0x0UL', ...LINE], out: /^$/, status: 0 },
  { words: ['0x4', '--config', 'CONFIG_DEVICE_PRIVAT=y'], err: /did you mean DEVICE_PRIVATE\?/, status: 2 },
  { words: ['encode', 'swp'], err: /state "swp": did you mean swap\?/, status: 2 },
  { words: ['encode', 'swap', '--type', '1', '--offset', '0x12UL', '-k', '6.12'], out: /^0x0fffffffffffda00\n$/, status: 0 },
  { words: ['encode', 'swap', '--type', '1', '--offset', '1', '--flag', 'uffdwp'], err: /flag "uffdwp": did you mean uffd_wp\?/, status: 2 },
  { words: ['encode', 'pte-marker', '--marker', 'gaurd', '-k', '6.13'], err: /did you mean guard\?/, status: 2 },
  { words: ['apply', 'pte_mkdirt', '0x67'], err: /function "pte_mkdirt": did you mean pte_mkdirty\?/, status: 2 },
  { words: ['apply', 'mkuffd_wp', '0x67', '-k', '6.12'], err: /function "mkuffd_wp": did you mean pte_mkuffd_wp\?/, status: 2 },
  { words: ['apply', 'frobnicate', '0x67'], err: /not one of the \d+ that there are: [^\n]{0,160}…$/m, status: 2 },
  { words: ['-d', '12'], err: /unknown option -d: did you mean --decimal\?/, status: 2 },
  { words: ['completion', 'zhs'], err: /completion "zhs": did you mean zsh\?/, status: 2 },
  { words: ['((pteval_t)0x4UL)', ...LINE], out: SPECIAL, status: 0 },
  { words: ['check', '((pteval_t)0x4UL)'], out: /rule 4 {2}holds/, status: 0 },
  { words: ['(pteval_t)1234567890123456', ...LINE], err: /write 0x… for hexadecimal, or give --decimal/, status: 2 },
  { words: ['pte=0x4', ...LINE], err: /"pte=0x4": give the value alone: 0x4/, status: 2 },
  { words: ['pte:8400000002bcbc25', ...LINE], err: /give the value alone: 8400000002bcbc25/, status: 2 },
  // What logs and /proc/PID/maps print as hexadecimal is not taken for decimal.
  { words: ['encode', 'present', '--pfn', '1', '--prot', '8000000000000867'], out: /^$/, err: /--prot "8000000000000867": write 0x… for hexadecimal\n$/, status: 2 },
  { words: ['pagemap', '-k', '6.12', '--start', '560000000000'], stdin: '\0'.repeat(8), out: /^$/, err: /--start "560000000000": wanted 0x… hexadecimal\n$/, status: 2 },
  { words: ['pagemap', '-k', '6.12', '--start', '0x560000000000', '--ranges'], stdin: '\0'.repeat(8), out: /^0x0000560000000000-/m, status: 0 },
  { words: ['-w', 'raw == 0000000000000067', '0x67'], out: /^$/, err: /"0000000000000067" is no integer: write 0x… for hexadecimal, or no zeros in front if it is decimal\n/, status: 2 },
  { words: ['-w', 'raw == 8400000000000067', '0x8400000000000067'], out: /^$/, err: /"8400000000000067" is no integer: write 0x… for hexadecimal\n/, status: 2 },
  { words: ['-w', 'raw == 1234_5678_9012_3456', '0x462d53c8abac0', ...LINE], out: /^0x000462d53c8abac0 /, status: 0 },
  { words: ['pmd=0x80000000046008e7', ...LINE], err: /give the value alone: --level pmd 0x80000000046008e7\n/, status: 2 },
  ...['', 'check', 'diff 0x4', 'audit', 'compare'].map((command) => ({ words: [...command.split(' ').filter(Boolean), '(pmd_t)0x80000000046008e7'], out: /^$/, err: /an entry of another level: --level pmd reads it\n$/, status: 2 })),
  // A function says the level of what it takes: apply has no --level.
  { words: ['apply', 'pmd_mkold', '(pmd_t)0x80000000046008e7'], out: /^0x80000000046008c7\n$/, status: 0 },
  { words: ['apply', 'pmd_mkold'], stdin: '.pmd = (pmdval_t)0x80000000046008e7\n', out: /^0x80000000046008c7\n$/, status: 0 },
  { words: ['--level', 'pud', 'pmd=0x80000000046008e7', ...LINE], err: /give the value alone: 0x80000000046008e7\n/, status: 2 },
  { words: ['special', '--candidate', '(pmd_t)0x4'], err: /a special pte is no entry of level pmd\n$/, status: 2 },
  { words: ['apply', 'pmd_mkold', 'pmd=0x80000000046008e7'], err: /give the value alone: 0x80000000046008e7\n/, status: 2 },
  // A pointer is no entry of any level.
  { words: ['(pte_t *) 0xffff888004008000', ...LINE], err: /"\(pte_t \*\) 0xffff888004008000": a pointer, no entry\n$/, status: 2 },
  { words: ['(pmd_t*)0xffff888004008000', ...LINE], err: /"\(pmd_t\*\)0xffff888004008000": a pointer, no entry\n$/, status: 2 },
  { words: ['(pmd_t)0x80000000046008e7', '--level', 'pmd', ...LINE], out: /^0x80000000046008e7 present /, status: 0 },
  { words: LINE, stdin: '{.pmd = (pmdval_t)0x80000000046008e7},\n{.pte = (pteval_t)0x67}\n', out: /^0x0{14}67 present [^\n]*\n$/, err: /^pte-decode: <stdin>:1:2: "\.pmd = \(pmdval_t\)": an entry of another level: --level pmd reads it\n$/, status: 2 },
  // Nobody can tell the halves of a value from an address and a value.
  { words: ['80000000:02bcb867', ...LINE], err: /":" at column 9 is not a hexadecimal digit\n$/, status: 2 },
  { words: ['0x8400000002bcbc25,', ...LINE], err: /give the value alone: 0x8400000002bcbc25\n/, status: 2 },
  { words: ['(pte_t){.pte=0x4}', ...LINE], err: /"\(pte_t\)\{\.pte=0x4\}": give the value alone: 0x4\n$/, status: 2 },
  { words: ['0x4,0x24', ...LINE], err: /several values in one word: part them with blanks/, status: 2 },
  { words: ['0x4 0x24', ...LINE], err: /several values in one word: each is a word of its own, without quotes/, status: 2 },
  { words: ['check', '--is', 'pte_marker', '-k', '6.12', '0xfffffffffffffc00'], out: /is pte-marker +holds/, status: 0 },
  { words: ['encode', 'pte_marker', '--marker', 'uffd_wp', '-k', '6.12'], out: /^0xfffffffffffffc00$/m, status: 0 },
  { words: ['host', '-k', 'debian-6.12', '--need', 'uffd_wp'], out: /^uffd-wp +yes/m, status: 0 },
  { words: ['check', '"0x4"'], err: /give the value alone: 0x4/, status: 2 },
  { words: ['fell', ...LINE], err: /no command "fell"/, status: 2 },
  { words: ['explain', '0x4'], out: /rule 4 {3}holds/, status: 0 },
  { words: ['decode', '0x4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['layout', 'riscv64'], out: /_PAGE_PRESENT/, status: 0 },
  { words: ['layout', 'aarch64'], out: /PTE_VALID/, status: 0 },
  { words: ['layout', 'vax'], err: /architecture "vax": known are /, status: 2 },
  // Architectures by the names of others.
  { words: ['0x67', '--arch', 'aarch64', '--json'], out: /"arch":"arm64"/, status: 0 },
  { words: ['0x67', '--arch', 'ppc64le', '--json'], out: /"arch":"powerpc64"/, status: 0 },
  { words: ['0x67', '--arch', 'amd64', '--json'], out: /"arch":"x86_64"/, status: 0 },
  { words: ['0x67', '--arch', 'x86-64', '--json'], out: /"arch":"x86_64"/, status: 0 },
  { words: ['0x67', '--arch', 'i686', '--json'], out: /"arch":"i386"/, status: 0 },
  { words: ['0x67', '--arch', 'armv7l', '--json'], out: /"arch":"arm"/, status: 0 },
  { words: ['0x67', '--arch', 's390', '--json'], out: /"arch":"s390x"/, status: 0 },
  { words: ['0x67', '--arch', 'loong64', '--json'], out: /"arch":"loongarch64"/, status: 0 },
  { words: ['0x67', '--arch', 'riscv', '--json'], out: /"arch":"riscv64"/, status: 0 },
  { words: ['0x67', '--arch', 'X64', '--json'], out: /"arch":"x86_64"/, status: 0 },
  { words: ['0x67', '--arch', 'arm46'], err: /architecture "arm46": did you mean arm64\?/, status: 2 },
  { words: ['0x67', '--arch', 'x86'], err: /architecture "x86": did you mean x86_64\?/, status: 2 },
  { words: ['0x67', '--arch', 'mips'], err: /architecture "mips": known are /, status: 2 },
  // Kernels.
  { words: ['-k', '', '0x4'], err: /kernel "": wanted /, status: 2 },
  { words: ['-k', '5.99', '0x4'], err: /there is no such release: the last of 5\.x is 5\.19/, status: 2 },
  { words: ['-k', '6.99', '0x4'], err: /there is no such release: the last of 6\.x is 6\.19/, status: 2 },
  { words: ['-k', '8.0', '0x4'], err: /newer than the tables, which end with 7\.3/, status: 2 },
  { words: ['-k', 'v6.12', '0x4', '-F', 'line', '--no-heading'], out: SPECIAL, status: 0 },
  { words: ['-k', '6.122', '0x4'], err: /there is no such release: the last of 6\.x is 6\.19; did you mean 6\.12\?/, status: 2 },
  { words: ['-k', '6.12.5000', '0x4'], err: /kernel "6\.12\.5000": there is no such release: no series has had 400 stable ones; did you mean 6\.12\?/, status: 2 },
  { words: ['-k', '6.12.512', '0x4'], err: /did you mean 6\.12\?/, status: 2 },
  { words: ['-k', '4.14.336', '0x4', '--json'], out: /"kernel":"4\.14\.336/, status: 0 },
  { words: ['-k', '4.19.500-perf+', '--arch', 'arm64', '0x4', '--json'], out: /"kernel":"4\.19,[^"]*arch=arm64"/, err: /is read as 4\.19, and it is a kernel of Qualcomm/, status: 0 },
  { words: ['-k', 'debain-6.12', '0x4'], err: /kernel "debain-6\.12": did you mean debian-6\.12\?/, status: 2 },
  { words: ['-k', 'host,paging=7', '0x4'], err: /paging/, status: 2 },
  { words: ['-k', 'linux-6.12', '0x4'], err: /did you mean 6\.12\?/, status: 2 },
  { words: ['-k', 'kernel-5.14.0-427.el9', '0x4'], err: /did you mean 5\.14\.0-427\.el9\?/, status: 2 },
  { words: ['-k', 'hots', '0x4'], err: /kernel "hots": did you mean host\?/, status: 2 },
  { words: ['-k', '6.1.0-28-amd64', '0x4', '--json'], out: /"kernel":"debian-6\.1"/, err: /is read as debian-6\.1, and it is a kernel of Debian: its name does not tell which stable release of 6\.1 it is made of\n$/, status: 0 },
  { words: ['-k', '6.12.0-rc3+', '0x4', '--json'], out: /"kernel":"6\.12"/, status: 0 },
  { words: ['-k', '6.8.0-45-generic', '0x4', '--json'], out: /"kernel":"6\.8,CONFIG_DEVICE_PRIVATE=y"/, err: /^pte-decode: warning: 6\.8\.0-45-generic is read as 6\.8, and it is a kernel of Ubuntu: [^\n]*\n$/, status: 0 },
  { words: ['-k', '5.14.0-427.13.1.el9_4.x86_64', '0x4', '--json'], out: /"kernel":"6\.2,CONFIG_PTE_MARKER_UFFD_WP=n,CONFIG_DEVICE_PRIVATE=y"/, err: /is read as 6\.2, and it is a kernel of Red Hat Enterprise Linux or a rebuild of it: builds from 382 on have the swap types and markers of 6\.2/, status: 0 },
  { words: ['-k', '5.14.0-284.11.1.el9_2.x86_64', '0x4', '--json'], out: /"kernel":"5\.19,[^"]*SWAPIN_ERROR_TYPE=n"/, err: /builds from 179 on have the migration types of 5\.19/, status: 0 },
  { words: ['-k', '4.18.0-553.el8_10', '0x4', '--json'], out: /"kernel":"5\.7,CONFIG_DEVICE_PRIVATE=y"/, err: /is read as 5\.7, and it is a kernel of Red Hat Enterprise Linux or a rebuild of it: builds from 348 on have the uffd-wp bits of 5\.7/, status: 0 },
  { words: ['-k', '4.18.0-305.el8', '0x8400000002bcbc25'], out: /uffd-wp unknown \(yes, if this build has the bit\)/, err: /which all have from 348 on/, status: 0 },
  { words: ['-k', '5.3.18-150300.59.63-default', '0x8000000002bcb825'], out: /uffd-wp unknown \(no, if this build has the bit\)/, err: /kernel of SUSE/, status: 0 },
  { words: ['check', '-k', '4.18.0-305.el8', '0x4'], out: /rule 3 {2}unknown {2}whether this build has pte_swp_uffd_wp\(\) is not known/, err: /warning/, status: 2 },
  { words: ['special', '-k', '5.3.18-150300.59.63-default'], out: /is not\s+known/, err: /kernel of SUSE/, status: 2 },
  { words: ['audit', '--special', '0x404', '-k', '4.18.0-305.el8', '0x404'], err: /--special: whether this build has the uffd-wp bits is not known/, status: 2 },
  { words: ['0x4', '-k', '4.18.0-305.el8', '-w', 'uffd_wp'], err: /uffd_wp: whether this build has the uffd-wp bits is not known/, status: 2 },
  { words: ['0x4', '-k', '4.18.0-305.el8', '-w', 'rule3 == null'], err: /rule3: whether this build has the uffd-wp bits is not known/, status: 2 },
  { words: ['-k', '5.10.198-android13-4-00050-g12fbd2b5a1b8', '--arch', 'arm64', '0x4', '--json'], out: /"kernel":"5\.10\.198,arch=arm64"/, err: /Android/, status: 0 },
  { words: ['-k', '4.13', '0x4'], err: /kernel "4\.13": older than the tables, which begin with 4\.14: that is the nearest/, status: 2 },
  { words: ['-k', '4.1.12,paging=4', '0x4'], err: /which begin with 4\.14/, status: 2 },
  { words: ['-k', '2.6.32-754.el6', '0x4'], err: /which begin with 4\.14/, status: 2 },
  { words: ['log', '-k', '4.9'], stdin: 'BUG: Bad page map in process x  pte:00000004 pmd:0385a067\n', out: /Linux 4\.9, x86_64/, status: 0 },
  { words: ['-k', 'arm64', '0x4'], err: /kernel "arm64": that is an architecture: --arch arm64/, status: 2 },
  { words: ['layout', '6.12'], err: /architecture "6\.12": that is a kernel: -k 6\.12/, status: 2 },
  { words: ['layout', 'debian-6.12'], err: /that is a kernel: -k debian-6\.12/, status: 2 },
  { words: ['kernels', 'host'], err: /that is a kernel: -k host/, status: 2 },
  { words: ['layout', 'pmd'], err: /"pmd" stands behind an option: -l pmd/, status: 2 },
  { words: ['layout', 'swap'], err: /"swap" stands behind an option: --form swap/, status: 2 },
  { words: ['rules', '6.12'], err: /rules: "6\.12" stands behind an option: -k 6\.12/, status: 2 },
  { words: ['special', 'aarch64'], err: /stands behind an option: --arch aarch64/, status: 2 },
  { words: ['special', '0x4'], err: /stands behind an option: -c 0x4/, status: 2 },
  { words: ['0x4'], out: /assumed: Linux 5\.11 with the patch/, status: 0 },
  { words: ['0x4', '-k', '6.12'], out: /^0x0{15}4 {2}swap {2}uffd-wp +Linux 6\.12, x86_64$/m, status: 0 },
  // What matches nothing.
  { words: ['pagemap', '--pid', 'self', '--mapping', '[haep]'], out: /^$/, err: /--mapping "\[haep\]": no mapping that was read has such a name: did you mean \[heap\]\?/, status: 2 },
  { words: ['pagemap', '--pid', 'self', '--mapping', 'haep'], out: /^$/, err: /did you mean \[heap\]\?/, status: 2 },
  { words: ['0x4', '--config', ''], err: /^pte-decode: --config "": wanted a file or CONFIG_NAME=y/, status: 2 },
  { words: ['0x4', '-w', 'level == pmd'], err: /unknown name "pmd"; text stands in quotes: "pmd"/, status: 2 },
  { words: ['0x4', '-w', 'ofset == 1'], err: /unknown name "ofset": did you mean swap\.offset\?/, status: 2 },
  { words: ['pagemap', '-', '-k', '6.12', '--config', 'CONFIG_DEVICE_PRIVATE=y'], stdin: '\0\0\0\0\0\0\0\0', out: /^<stdin>: kernel 6\.12 \(1 symbol differs\)$/m, status: 0 },
  { words: ['pagemap', '-'], stdin: '\0\0\0\0\0\0\0\0', out: /^<stdin>: kernel 7\.3, assumed \(-k chooses\)$/m, status: 0 },
  { words: ['pagemap', '--pid', 'self', '--range', '0x1-0x2'], out: /^$/, err: /--range "0x1-0x2": no page that was read lies in it/, status: 2 },
  { words: ['pagemap', '--pid', 'self', '--vma', '[heap]'], err: /unknown option --vma: did you mean --mapping\?/, status: 2 },
  { words: ['pagemap', '--pid', 'self', '--mapping', 'zzz', '--map'], out: /^$/, err: /no mapping that was read has such a name/, status: 2 },
  // A mistyped command is named, whatever options stand behind it.
  ...[['lyout', '--form', 'swap', 'layout'], ['chek', '--rule', '3', '0x4', 'check'], ['pagemp', '--pid', '1', 'pagemap'], ['scn', 'x', '--user', 'scan'], ['enocde', 'swap', '--offset', '1', 'encode']].map((all) => ({ words: all.slice(0, -1), err: new RegExp(`^pte-decode: no command "${all[0]}": did you mean ${all.at(-1)}\\?\n$`), status: 2 })),
  { words: ['explain', 'layout'], err: /explain draws a value: pte-decode explain 0x4; pte-decode help layout tells of layout\n$/, status: 2 },
  { words: ['pagemap', 'help'], out: /^Usage: pte-decode pagemap /, status: 0 },
  { words: ['scan', '-'], err: /"-": an image is read at any place, which a pipe does not allow/, status: 2 },
  { words: ['image', '-'], err: /"-": an image is read at any place, which a pipe does not allow/, status: 2 },
  { words: ['audit', 'zz'], out: /^$/, err: /"zz" is no value/, status: 2 },
  { words: ['--where', 'flags has "dirtyy"', '0x4', '-k', '6.12'], err: /flags never holds "dirtyy": did you mean "_PAGE_DIRTY"\?/, status: 2 },
  { words: ['--where', 'flags has "uffd-wp"', '0x4', '-k', '6.12'], err: /did you mean "_PAGE_UFFD_WP"\?/, status: 2 },
  { words: ['pagemap', '--pid', 'self', '--mapping', ''], err: /--mapping "": wanted a name/, status: 2 },
  { words: ['-k', 'host', '--arch', 's390x', '0x4'], err: /--kernel host: that is a kernel of \w+, and s390x is wanted\n$/, status: 2 },
  { words: ['--arch', 'arm', 'apply', 'pte_swp_mkuffd_wp_special', '0x4'], err: /without CONFIG_ARM_LPAE/, status: 2 },
  // A release that names its architecture, and one that nobody knows.
  { words: ['0x4', '-k', '5.14.0-427.el9.aarch64'], out: /Linux 6\.2, arm64$/m, err: /Red Hat/, status: 0 },
  { words: ['0x4', '-k', '6.1.0-18-arm64'], out: /, arm64$/m, err: /which stable release of 6\.1 it is made of/, status: 0 },
  { words: ['0x4', '-k', '6.1.0-18-armmp'], out: /, arm$/m, err: /which stable release of 6\.1 it is made of/, status: 0 },
  { words: ['0x4', '-k', '6.1.0-18-amd64', '--arch', 'x86_64'], out: /, x86_64$/m, err: /which stable release of 6\.1 it is made of/, status: 0 },
  { words: ['0x4', '-k', '6.1.0-18-arm64', '--arch', 'x86_64'], err: /--kernel 6\.1\.0-18-arm64: that is a kernel of arm64, and x86_64 is wanted\n$/, status: 2 },
  ...(
    [['6.1.55-1-MANJARO', 'Manjaro'], ['6.1.55-zen1-1-zen', 'Arch Linux'], ['6.1.55-x64v1-xanmod1', 'XanMod'], ['6.1.55-linuxkit', 'LinuxKit']] as const
  ).map(([name, vendor]) => ({ words: ['0x4', ...LINE.slice(0, 3), '-k', name], out: SPECIAL, err: new RegExp(`^pte-decode: warning: ${name} is read as 6\\.1\\.55, and it is a kernel of ${vendor}[^\n]*: parts of later kernels can be in it\n$`), status: 0 })),
  { words: ['log', '-k', '5.15.0-1017-raspi'], stdin: '[ffff800010000000] pgd=100000023ffff003, p4d=100000023ffff003, pud=0000000000000000\n[    1.0] ESR = 0x96000007\n', out: /\| Linux 5\.15, arm64/, err: /5\.15\.0-1017-raspi is read as 5\.15/, status: 0 },
  { words: ['-k', '5.10.198-android13-4-00050-g12fbd2b5a1b8', '0x4'], out: /^$/, err: /: kernel "5\.10\.198-android13-4-00050-g12fbd2b5a1b8": of arm64 or x86_64, which its name does not say: --arch, or ,arch=arm64 behind it\n$/, status: 2 },
  ...['6.1.55-myboard64', '6.1.55-19643-gabcdef', '6.1.55-g1234-ab6789', '6.1.55-mycompany'].map((name) => ({ words: ['0x4', ...LINE.slice(0, 3), '-k', name], out: SPECIAL, err: new RegExp(`^pte-decode: warning: ${name} is not known: read as 6\\.1\\.55\n$`), status: 0 })),
  // Debian's changelog: 5.10.0-28 is made of 5.10.209.
  { words: ['0x4', ...LINE.slice(0, 3), '-k', '5.10.0-28-amd64'], out: SPECIAL, err: /which stable release of 5\.10 it is made of/, status: 0 },
  ...['6.1.0-18-cloud-amd64', '6.1.0-0.deb11.18-amd64', '6.5.0-0.deb12.4-rt-amd64', '5.10.0-0.bpo.3-amd64'].map((name) => ({ words: ['0x4', ...LINE.slice(0, 3), '-k', name], out: SPECIAL, err: /a kernel of Debian: its name does not tell which stable release of \d\.\d+ it is made of\n$/, status: 0 })),
  // The build of the profile, Debian linux 6.1.192-2; and those whose name tells the release.
  ...['6.1.55', '6.12-rc3', '6.1.0-56-amd64', '6.1.0-56-cloud-amd64', '6.12.43+deb13-amd64'].map((name) => ({ words: ['0x4', ...LINE.slice(0, 3), '-k', name], out: SPECIAL, status: 0 })),
  { words: ['log', '-'], stdin: 'Linux version 6.20.0 (x)\n[    1.000000] BUG: Bad page map in process x  pte:8400000002bcbc25 pmd:0385a067\n', out: /Linux 6\.19, .*there is no such release: read as 6\.19/, status: 0 },
  { words: ['log', '-'], stdin: 'Linux version 5.99.1 (x)\n[    1.000000] BUG: Bad page map in process x  pte:8400000002bcbc25 pmd:0385a067\n', out: /Linux 5\.19, .*there is no such release: read as 5\.19/, status: 0 },
  // What differs elsewhere, not what is the same.
  { words: ['-k', '6.12', '0x0600000002bcbc25'], out: /elsewhere: bit 57 has no name and bit 58 is _PAGE_DEVMAP on 4\.14-6\.5[^;]*; +bit 57 has no name on 6\.17-7\.3/, status: 0 },
  // Inputs that are something else.
  { words: [], stdin: '[   12.345678] BUG: Bad page map in process x  pte:8400000002bcbc25 pmd:0385a067\n', err: /^pte-decode: <stdin>:1:1: looks like a kernel log: pte-decode log reads it with its levels\n$/, status: 2 },
  // docs/values.md: `encode -` reads any record that decoding printed.
  { words: ['check'], stdin: '{"schema":2,"raw":"0x0000000000000004","arch":"x86_64","kernel":"6.12"}\n', out: /^$/, err: /^pte-decode: <stdin>:1:1: JSON: pte-decode audit --input json and pte-decode encode - read records of entries, one in a line \(jq -c; of a list jq -c "\.\[\]"\)\n$/, status: 2 },
  // As jq -cS and jq -cs print them.
  ...['{"arch":"x86_64","kernel":"6.12","raw":"0x0000000000000004","schema":2}', '[{"schema":2,"raw":"0x0000000000000004"}]'].map((line) => (
    { words: ['check'], stdin: `${line}\n`, out: /^$/, err: /^pte-decode: <stdin>:1:1: JSON: pte-decode audit --input json and pte-decode encode - read records of entries, one in a line \(jq -c; of a list jq -c "\.\[\]"\)\n$/, status: 2 })),
  { words: ['encode', '-'], stdin: '[{"schema":2,"raw":"0x4"}]\n', out: /^$/, err: /wanted a JSON object: records stand one in a line \(jq -c; of a list jq -c "\.\[\]"\)\n$/, status: 2 },
  { words: ['encode', '-'], stdin: '{\n', out: /^$/, err: /^pte-decode: <stdin>:1: "\{": not JSON: records stand one in a line \(jq -c; of a list jq -c "\.\[\]"\)\n$/, status: 2 },
  { words: ['check'], stdin: ' { "schema": 2, "raw": "0x0000000000000004", "arch": "x86_64", "kernel": "6.12" }\n', out: /^$/, err: /^pte-decode: <stdin>:1:1: JSON: pte-decode audit --input json and pte-decode encode - read records of entries, one in a line \(jq -c; of a list jq -c "\.\[\]"\)\n$/, status: 2 },
  // v7.3 has UFFD_FEATURE_RWP (include/uapi/linux/userfaultfd.h), 6.12 has not.
  { words: ['-k', '6.12', '0x100'], out: /\(PROT_NONE or NUMA\s+hinting\)/, status: 0 },
  { words: ['-k', '7.3', '0x100'], out: /userfaultfd\s+RWP/, status: 0 },
  { words: [], stdin: 'PGD 3851067 P4D 3851067 PUD 3852067 PMD 385a067 PTE 8400000002bcbc25\nRIP: 0010:x\n', err: /looks like a kernel log/, status: 2 },
  { words: [], stdin: 'VIRTUAL     PHYSICAL\nPTE: 40a8000 => 8400000002bcbc25\n', err: /looks like a kernel log/, status: 2 },
  { words: LINE, stdin: '0x4\n[    1.000000] BUG: Bad page map in process x  pte:00000004\nx 0x67\n0x67\nRAX: 0000000000000000\n8400000002bcbc25\n', out: /^0x0{15}4 swap [^\n]*\n0x0{14}67 present [^\n]*\n0x8400000002bcbc25 present [^\n]*\n$/, err: /^pte-decode: <stdin>:2:1: looks like a kernel log[^\n]*\n$/, status: 2 },
  { words: LINE, stdin: '[    1.000000] BUG: unable to handle page fault at \nffffffff93eb1990\n ffffffff93eb1990\n', out: /^$/, err: /^pte-decode: <stdin>:1:1: looks like a kernel log[^\n]*\n$/, status: 2 },
  { words: LINE, stdin: '0x4\n[    1.000000] mytest: start 12\n0x4\n', out: /^(?:0x0{15}4 swap [^\n]*\n){2}$/, status: 0 },
  { words: LINE, stdin: '[    1.000000] mytest: 0x8400000002bcbc25\nNov 26 14:00:00 host kernel: [    1.000000] mytest #2: pte=0x8400000002bcbc25, foo\n[Thu Nov 26 14:00:00 2026] mytest: 8400000002bcbc25.\n', out: /^(?:0x8400000002bcbc25 present [^\n]*\n){3}$/, status: 0 },
  ...['', 'check'].flatMap((command) => ['BUG: Bad page map in process test  pte:8000000002bcb867 pmd:03a83067', '[  123.456789] BUG: unable to handle page fault for address: 00007fc4c60b8123', 'RIP: 0010:x RSP: 0x4'].flatMap((line) => [[line], line.split(' ')].map((words) => ({ words: [...(command === '' ? [] : [command]), ...words], out: /^$/, err: /^pte-decode: looks like a kernel log: pte-decode log reads it[^\n]*\n$/, status: 2 })))),
  { words: ['84000000`02bcbc25', ...LINE], err: /spelled as WinDbg does: give it as 0x8400000002bcbc25\n$/, status: 2 },
  { words: [], stdin: '(qemu) info registers\n ...\n satp     80080253\n(qemu) xp /4x 0x80254000\n0000000080254000: 0x00000000 0x00000000 0x00000000 0x00000000\n', err: /^pte-decode: <stdin>:5:19: words after the address that are narrower than 64 bits[^\n]*\n$/, status: 2 },
  { words: [], stdin: '(qemu) info mem\n0000000000010000 0000000080286000 0000000000010000 r-xu-a-\n0000000000020000 0000000080296000 0000000000010000 r-xu-a-\n', out: /^$/, err: /^pte-decode: <stdin>:2:1: "[^"]*": a list of mappings, no entries[^\n]*\n$/, status: 2 },
  { words: [], stdin: '560f165d9000-560f165db000 r--p 00000000 fe:01 1234                       /usr/bin/cat\n560f165db000-560f165e0000 r-xp 00002000 fe:01 1234                       /usr/bin/cat\n', out: /^$/, err: /^pte-decode: <stdin>:1:1: "[^"]*": a list of mappings, no entries[^\n]*\n$/, status: 2 },
  { words: [], stdin: 'MemTotal:       24684084 kB\n'.repeat(500), out: /^$/, err: /^(?:[^\n]*\n){8}pte-decode: and 1492 more of these: [^\n]*\n$/, status: 2 },
  { words: [], stdin: '\0\0\0\0\x01\0\0\x81', err: /^pte-decode: <stdin>:1:1: binary data where text was wanted: pte-decode pagemap - reads a pagemap dump[^\n]*\n$/, status: 2 },
  { words: [], stdin: '0x4\nabc\n\0\0\n\x01\0\0\x81\n0x4\n', err: /^pte-decode: <stdin>:3:1: binary data where text was wanted[^\n]*\n$/, status: 2 },
  { words: [], stdin: '\x1f\x08\x03\x02\x01 zz\n\x05\x06\x07 0x4\n', err: /^pte-decode: <stdin>:1:1: binary data where text was wanted[^\n]*\n$/, status: 2 },
];

/** Reports as they are copied from a console or out of crash, without time stamps. */
const REPORTS = [
  {
    name: 'an oops',
    text: `BUG: unable to handle page fault for address: ffffc90000013e00
#PF: supervisor write access in kernel mode
PGD 100000067 P4D 100000067 PUD 100001067 PMD 100002067 PTE 0
Oops: 0002 [#1] PREEMPT SMP NOPTI
CPU: 0 PID: 1234 Comm: test Not tainted 6.1.0-13-amd64 #1 Debian 6.1.55-1
RIP: 0010:foo+0x12/0x30
RAX: 0000000000000000 RBX: ffff888003851000 RCX: 0000000000000000
Call Trace:
 <TASK>
 do_exit+0x1/0x2
`,
    at: 1,
  },
  {
    name: 'a general protection fault',
    text: `general protection fault, probably for non-canonical address 0xdead000000000122: 0000 [#1] SMP
CPU: 0 PID: 1234 Comm: test Not tainted 6.1.0-13-amd64 #1 Debian 6.1.55-1
RSP: 0018:ffffc90000013e00 EFLAGS: 00010246
`,
    at: 1,
  },
  {
    name: 'a log in a letter',
    text: `> [   13.827137] BUG: Bad page map in process x  pte:8400000002bcbc25 pmd:0385a067
> [   13.827139] addr:00007f0000000000 vm_flags:00100173
`,
    at: 1,
  },
  {
    name: 'a log with quotes of quotes in front',
    text: `>>> Jan 15 22:27:39 6.7.0,6,866,194880075,-,caller=T3523;PGD 107cbd067 P4D 107cbd067 PUD 22055d067 PTE 8000000228b00067
>>> 8000000228b00067
`,
    at: 1,
  },
  {
    name: 'a bad pte of an old kernel',
    text: `> Dom0 of Xen:
> Bad swp_entry: 80000000
> mm/swap_state.c:683: bad pte d3a39f1c(8000000400000000)
`,
    at: 2,
  },
  {
    name: 'the end of a report',
    text: `Stack:
 ffff88003e5bfdc8 ffffffff8105e4e3 ffff88003e5bfe08 8400000002bcbc25
R10: 0000000000000000 R11: ffff888003851000 R12: 8400000002bcbc25
CR2: 8400000002bcbc25 CR3: 0000000003851000 CR4: 00000000000006f0
`,
    at: 1,
  },
  {
    name: 'an oops of arm64',
    text: `Unable to handle kernel paging request at virtual address ffff800008000000
Mem abort info:
  ESR = 0x0000000096000004
[ffff800008000000] pgd=180000000dbfb003, p4d=180000000dbfb003, pud=0000000000000000
x29: ffff80000a6f3b40 x28: ffff000003851000 x27: 0000000000000000
`,
    at: 1,
  },
  {
    name: 'vtop of crash',
    text: `crash> vtop 7f3c6b5e6000
VIRTUAL     PHYSICAL
7f3c6b5e6000  2bcb000

   PGD: 38517f0 => 8000000003852067
   PTE: 3854f30 => 8400000002bcbc25
  PAGE: 2bcb000

      PTE         PHYSICAL  FLAGS
8400000002bcbc25   2bcb000  (PRESENT|USER|ACCESSED|NX)

      VMA           START       END     FLAGS FILE
ffff88800385a000 7f3c6b5e6000 7f3c6b5e7000 8100073
`,
    at: 2,
  },
];

describe('what a newcomer types', () => {
  test.each(ATTEMPTS.map((attempt) => ({ name: attempt.words.join(' ') || attempt.stdin, ...attempt })))(
    '$name',
    async ({ words, stdin = '', out, err, status }) => {
      const done = await runCli(words, { stdin, onDisk: true });
      if (out) expect(done.stdout).toMatch(out);
      if (err) expect(done.stderr).toMatch(err);
      else expect(done.stderr).toBe('');
      expect(done.code).toBe(status);
    },
  );

  // Of real kernels: an ordinary page, one that is protected, PROT_NONE, swap, a marker, a table, nothing.
  test.each([
    ['0x80000000029e8867'],
    ['0x8400000002bcbc25', '--explain'],
    ['0x000ffffffd616960'],
    ['0x0fffffffffdb9600'],
    ['0xf7fffffffffffc00'],
    ['0x385a067', '-l', 'pmd'],
    ['0x0'],
    ['check', '0x8400000002bcbc25'],
    ['check', '0x0fffffffffdb9600'],
    ['special', '-k', '5.4'],
    ['rules'],
    ['host'],
    ['layout'],
    ['compare', '0x8400000002bcbc25'],
    ['audit', '0x8400000002bcbc25'],
  ])('nothing of %j is red', async (...words) => {
    const kernel = ['compare', 'host', 'special'].includes(words[0] ?? '') ? [] : ['-k', '6.1'];
    const { stdout } = await runCli([...words, ...kernel, '--color', 'always'], { onDisk: true });
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/\x1b\[(?:3|9)1m/);
  });

  test.each([
    { words: ['check', '0x8400000002bcbc25', '--rule', '2'] },
    { words: ['0xffffffffffffffff'] },
    { words: ['audit', '0xffffffffffffffff'] },
  ])('what is wrong is red: $words', async ({ words }) => {
    const { stdout } = await runCli([...words, '-k', '6.12', '--color', 'always']);
    expect(stdout).toMatch(/\x1b\[31m/);
  });

  test('a log is told of once, not for each line', async () => {
    const line = '[   12.345678] PGD 3851067 P4D 3851067 PUD 3852067 PMD 385a067 PTE 8400000002bcbc25\n';
    const { stderr, code } = await runCli(['-k', '6.12'], { stdin: line.repeat(40) });
    expect(stderr.match(/looks like a kernel log/g)).toHaveLength(1);
    expect(code).toBe(2);
  });

  test.each(REPORTS)('$name is told of in one line', async ({ text, at }) => {
    const { stdout, stderr, code } = await runCli(['-k', '6.12'], { stdin: text });
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `pte-decode: <stdin>:${at}:1: looks like a kernel log: pte-decode log reads it with its levels\n`,
    );
    expect(code).toBe(2);
  });

  test('nothing of a log is read, and all of another input', async () => {
    const { stderr, code } = await runCli(['-f', 'log', '-f', 'list'], {
      files: { log: '025\nOops: 0002 [#1] SMP\nRIP: 0010:x+0x1/0x2\n', list: '026\n' },
    });
    expect(stderr.match(/^pte-decode: \S+ ("02\d"|looks like)/gm)).toEqual([
      'pte-decode: log:2:1: looks like',
      'pte-decode: list:1:1: "026"',
    ]);
    expect(code).toBe(2);
  });
});
