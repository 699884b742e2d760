import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const WALK = '[   10.000000] PGD 10a5c5067 P4D 10a5c5067 PUD 0';
const valuesAt = (...lines: number[]): string[] =>
  lines.flatMap((line) => [`${line} pgd table 0x10a5c5`, `${line} p4d table 0x10a5c5`, `${line} pud none`]);
/** Fifty kilobytes in which nothing is said of a kernel. */
const FAR = Array.from(
  { length: 1000 },
  (_, at) => `[   10.${String(at).padStart(6, '0')}] usb 1-1: new device number ${at % 128}`,
);

/** What names the kernel of all reports below it: the first line of a boot, and what `uname` answers. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.1 init/version-timestamp.c linux_banner, of which excerpts leave out who built it.
  ...(['Linux version 6.1.7', 'Linux version 6.1.7 …', 'Linux version 6.1.7 ...', 'Linux version 6.1.7 [...]', '[    0.000000] Linux version 6.1.7 …', '> Linux version 6.1.7 […]', 'Linux version 6.1.7 (a@b) (gcc) #1 SMP'] as const).map((banner): LogKind => ({ name: `a banner: ${banner}`, log: [banner, ...FAR, WALK, ...FAR, WALK], values: valuesAt(1002, 2003), said: [/named in the log \(6\.1\.7\)/], never: [/assumed/] })),
  { name: 'a banner that goes on as prose', log: ['Linux version 6.1.7 ... and so on', WALK], values: valuesAt(2), said: [/the text speaks of Linux 6\.1\.7/] },
  // coreutils 9.1 src/uname.c print_element: kernel name, node, release, version, machine, each behind a blank; busybox and toybox end otherwise.
  ...([
    ['$ uname -a', 'Linux bb 6.1.7 #1 SMP Thu Jan 1 00:00:00 UTC 1970 x86_64 GNU/Linux'], ['$ uname -a', 'Linux bb 6.1.7 #1 SMP Thu Jan 1 00:00:00 UTC 1970 x86_64'], ['~ # uname -a', 'Linux localhost 6.1.7 #1 SMP Thu Jan 1 00:00:00 UTC 1970 x86_64 Toybox'],
    ['uname -a: Linux bb 6.1.7 #1 SMP Thu Jan 1 00:00:00 UTC 1970 x86_64'], ['$ uname -r', '6.1.7'], ['$ uname -rv', '6.1.7 #1 SMP Thu Jan 1 00:00:00 UTC 1970'], ['$ uname -sr', 'Linux 6.1.7'], ['$ uname -srm', 'Linux 6.1.7 x86_64'], ['`uname -snr`: `Linux bb 6.1.7`'],
  ] as const).map((lines): LogKind => ({ name: lines.join(' / '), log: [...lines, ...FAR, WALK], values: valuesAt(lines.length + 1001), said: [/named in the log \(6\.1\.7\)/] })),
  ...(['uname -srm: 6.1.7 breaks', 'see uname -rm and 6.1.7', 'what uname -m says: 6.1.7'] as const).map((line): LogKind => ({ name: `no answer of uname: ${line}`, log: [line, WALK], values: valuesAt(2), never: [/named in the log/] })),
  // A report that names its own does not name those behind the next boot.
  { name: 'two boots, and a report that names its own', log: ['[    0.000000] Linux version 6.1.7 (a@b)', WALK, WALK.replace('10.', '11.'), 'CPU: 1 PID: 5 Comm: a Not tainted 6.1.7 #1', '[    0.000000] Linux version 5.15.7 (a@b)', WALK],
    values: valuesAt(2, 3, 6), said: [/6\.1\.7, x86_64.*named in the log \(6\.1\.7\)/, /5\.15\.7, x86_64.*named in the log \(5\.15\.7\)/], never: [/assumed/] },
];

describe('names of kernels above their reports', () => {
  test.each(KINDS)('$name', expectKind);
});
