import { describe, expect, test } from '@jest/globals';
import { kernelInLine } from '../../../src/logs/lines/kernel-name.ts';

// prettier-ignore
const LINES = [
  { line: '[    0.000000] Linux version 6.1.0-56-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld) #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)', release: '6.1.0-56-amd64', name: 'debian-6.1', arch: 'x86_64' },
  { line: '[    0.000000] Linux version 6.1.0-56-cloud-amd64 (x) (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP Debian 6.1.192-2', release: '6.1.0-56-cloud-amd64', name: 'debian-6.1', arch: 'x86_64', config: { MEMORY_FAILURE: false } },
  { line: 'Linux version 6.12.0-55-arm64 (x) (aarch64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0) #1 SMP Debian 6.12.57-1', release: '6.12.0-55-arm64', name: '6.12.57', arch: 'arm64', config: { ARM64_16K_PAGES: false, ARM64_64K_PAGES: false } },
  { line: 'Linux version 5.10.0-30-amd64 (x) (gcc-10 (Debian 10.2.1-6) 10.2.1) #1 SMP Debian 5.10.218-1 (2024-06-01)', release: '5.10.0-30-amd64', name: '5.10.218', arch: 'x86_64' },
  // Consoles of some vendors: the CPU behind the time.
  { line: '[    0.000000,0] Linux version 5.10.0-x foo', release: '5.10.0-x', name: '5.10', arch: undefined },
  { line: '[    0.000000@0] Linux version 5.10.0-x foo', release: '5.10.0-x', name: '5.10', arch: undefined },
  { line: 'Linux version 6.6.0 (u@h) (aarch64-none-linux-gnu-gcc (GCC) 13.2.0) #1 SMP', release: '6.6.0', name: '6.6', arch: 'arm64', isArchOfCompiler: true },
  { line: '[    9.0] CPU: 0 PID: 96 Comm: gt-helper Not tainted 6.1.0-56-amd64 #1  Debian 6.1.192-2', release: '6.1.0-56-amd64', name: 'debian-6.1', arch: 'x86_64' },
  { line: '[    9.8] CPU: 0 PID: 97 Comm: gt-helper Tainted: G      D            6.1.0-56-amd64 #1  Debian 6.1.192-2', release: '6.1.0-56-amd64', name: 'debian-6.1', arch: 'x86_64' },
  { line: '[    8.4] CPU: 0 UID: 0 PID: 97 Comm: gt-helper Not tainted 7.3.4+deb13-amd64 #1 PREEMPT(lazy)  Debian 7.3.4-1~bpo13+1', release: '7.3.4+deb13-amd64', name: 'debian-7.3', arch: 'x86_64' },
  { line: 'CPU: 1 PID: 3090 Comm: syz Not tainted 6.0.0-rc6-syzkaller-17742-gc194837ebb57 #0', release: '6.0.0-rc6-syzkaller-17742-gc194837ebb57', name: '6.0', arch: undefined },
  { line: 'CPU: 3 PID: 1 Comm: a Not tainted 5.14.0-427.el9.x86_64 #1', release: '5.14.0-427.el9.x86_64', name: '6.2', arch: 'x86_64', config: { DEVICE_PRIVATE: true, PTE_MARKER_UFFD_WP: false } },
  // kernel/panic.c print_tainted of RHEL: a row of dashes, which programs make longer ones of.
  ...['-------  ---', '------- \u2014', '------- =E2=80=94', '\u2013\u2013\u2013\u2013'].map((dashes) => ({ line: `CPU: 15 PID: 109 Comm: cpuhp/15 Kdump: loaded Tainted: G X ${dashes} 5.14.0-362.3.1.el9_3.x86_64 #1`, release: '5.14.0-362.3.1.el9_3.x86_64', name: '6.1', arch: 'x86_64', config: { DEVICE_PRIVATE: true, PTE_MARKER_UFFD_WP: false } })),
  // 5a79859ae0f3 ("s390: remove 31 bit support", 4.1): before it the name is that of both. v3.9 arch/s390/Makefile: the compiler of either can be s390-linux-gcc.
  ...['s390-linux-gcc', 's390-ibm-linux-gnu-gcc'].flatMap((gcc) => [{ line: `Linux version 3.9.0 (a@b) (${gcc} 4.7) #1`, release: '3.9.0', name: '3.9', arch: 's390', isArchOfCompiler: true }, { line: `Linux version 5.9.0 (a@b) (${gcc} 4.7) #1`, release: '5.9.0', name: '5.9', arch: 's390x', isArchOfCompiler: true }]),
  { line: 'Linux foo 4.9.0-8-s390 #1 SMP Mon GNU/Linux', release: '4.9.0-8-s390', name: '4.9', arch: 's390x', isSwapLayoutOpen: true },
  { line: 'Linux foo 2.6.32-5-s390 #1 SMP Mon GNU/Linux', release: '2.6.32-5-s390', name: '2.6.32', arch: 's390', isSwapLayoutOpen: true },
  { line: 'Linux hen 2.6.18 #2 SMP Tue Oct 10 11:46:01 CDT 2006 i686 i686 i386 GNU/Linux', release: '2.6.18', name: '2.6.18', arch: 'i386' },
  { line: 'Linux pi 6.6.31+rpt #1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29) aarch64 GNU/Linux', release: '6.6.31+rpt', name: '6.6.31', arch: 'arm64' },
  { line: 'Linux box 5.10.0 #1 SMP Wed Jan 6 09:00:00 UTC 2021 aarch64 aarch64 aarch64 GNU/Linux', release: '5.10.0', name: '5.10', arch: 'arm64' },
  { line: 'Linux t60 5.10.6-gentoo #3 SMP Sat Feb 6 10:11:12 CET 2021 i686 Genuine Intel(R) CPU T2300 @ 1.66GHz GenuineIntel GNU/Linux', release: '5.10.6-gentoo', name: '5.10.6', arch: 'i386' },
];

describe('kernelInLine', () => {
  test.each(LINES)('$release in: $line', ({ line, release, name, arch, config = {}, ...rest }) => {
    expect(kernelInLine(line)).toEqual({
      release,
      name,
      isBanner: line.includes('Linux version'),
      isOfReport: !/Linux version|Kernel: |RELEASE:|^Linux /.test(line),
      arch,
      config,
      ...rest,
    });
  });

  test.each([
    'Tainted: [D]=DIE',
    'Linux version unknown',
    'note: Not tainted by anything',
    'Comm: Not tainted 6.1',
    'sandbox Linux version 6',
    '',
  ])('nothing in: %s', (line) => {
    expect(kernelInLine(line)).toBeUndefined();
  });
});
