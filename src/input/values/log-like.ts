import { later } from '../../core/later.ts';

/** What is said, once, of an input that `pte-decode log` reads. */
export const LOG_HINT = 'looks like a kernel log: pte-decode log reads it with its levels';

/** What stands in front of a message: quoting, syslog's date, host and tag, dmesg's level, time, and task or CPU. */
const prefix = later(
  () =>
    new RegExp(
      [
        /^[> ]*/,
        /(?:(?:[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2})\S* (?:\S{1,64} [^\s:]{1,64}: ?)?)?/,
        /(?:(?:kern|user) *:[a-z]+ *: )?(?:<[0-9]+>)?/,
        /(?:\[ *[0-9]+\.[0-9]{6}\] ?|\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}\] ?)?(?:\[ *[TC][0-9]+\] ?)?/,
      ]
        .map(({ source }) => source)
        .join(''),
    ),
);

/** What kernels and crash write around entries, behind the prefix: registers, traces, the first words of a report. */
const report = later(
  () =>
    new RegExp(
      [
        /\b(?:BUG: |WARNING: |Oops\b|Bad page |Bad swap |Bad swp_entry|bad p(?:gd|4d|ud|md|te) [0-9a-f]{8}|#PF: |Call Trace:|[Uu]nable to handle (?:kernel|page)|Kernel panic|process fault: |Failing address: |segfault at [0-9a-f]|P[GUM]D [0-9a-f]{3})/,
        /\b(?:general protection fault|Modules linked in:|Hardware name:|CPU: [0-9]+ (?:UID: [0-9]+ )?PID: [0-9]+ )/,
        /-{4}\[ (?:cut here|end (?:trace|Kernel panic))/,
        /^ *(?:[ER]IP|[ER]SP|[RE][A-D]X|[RE][SD]I|[RE]BP|R[01][0-9]|CR[023]|FS|DS|DR0|pc|lr|sp|fp|r[0-9]{1,2}|x[0-9]{1,2}|GPR00|NIP|MSR|LR|epc|gp|t[0-6]|s[0-9]{1,2}|a[0-7]|status|Krnl (?:PSW|GPRS)|User (?:PSW|GPRS)) ?: /,
        /^ *(?:Stack|Code|Mem abort info|Data abort info|Call [Tt]race|Internal error|Backtrace|Exception stack)\b.{0,40}:|^ *ESR = 0x/,
        /\[<[0-9a-f]{8,16}>\]|[\w.]\+0x[0-9a-f]+\/0x[0-9a-f]/,
        /^ *(?:page: ?(?:0x)?[0-9a-f]{8,16} |raw: [0-9a-f]{8}|flags: 0x[0-9a-f]+\(|page dumped because|addr:[0-9a-f]{8})/,
        /\*p(?:gd|4d|ud|md|te)=|(?:\] |, |^)p(?:gd|4d|ud|md|te) ?= ?[0-9a-f]{8}|\bpte:[0-9a-f]{8,16} +pmd:[0-9a-f]/,
        /^ *(?:PML4|PGD|P4D|PUD|PMD|PTE|PAGE): +[0-9a-f]+|^ *(?:VIRTUAL|PTE|PAGE|OFFSET) +PHYSICAL\b/,
      ]
        .map(({ source }) => source)
        .join('|'),
    ),
);

/** The length of what a log puts in front of a message; 0 where nothing of a log stands there. */
export function prefixLength(text: string): number {
  const [found = ''] = prefix().exec(text) ?? [];
  return /[\]:0-9]/.test(found) ? found.length : 0;
}

/**
 * Whether a line is one that `pte-decode log` reads, or part of an oops or of a session of crash. A prefix alone, such as
 * a time, makes no such line.
 */
export function isReport(text: string): boolean {
  return report().test(text.slice(prefixLength(text)).replace(/^[> ]+/, ''));
}

/** Whether a line of a log goes on in the next one: mail programs break it in front of a long word. */
export function isBroken(text: string): boolean {
  return /(?:\s|[:=]|\bat|\baddress)$/.test(text.replace(/\r$/, ''));
}
