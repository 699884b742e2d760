import { describe, expect, test } from '@jest/globals';
import { mentionsIn } from '../../../src/logs/lines/kernel-mention.ts';

/** Lines as people and programs write them, and the releases that they speak of. */
// prettier-ignore
const LINES: readonly (readonly [line: string, releases: readonly string[]])[] = [
  ['Subject: Linux 2.6.10-rc3-bk15 hanged under high load (i386)', ['2.6.10-rc3-bk15']],
  ['> running Debian Sid with kernel version 2.6.10-rc3-bk15, as happened today', ['2.6.10-rc3-bk15']],
  ['crash on arm64(kernel 4.19)', ['4.19']],
  ['I use this code on kernel 4.19, when I insmod it the system crashed.', ['4.19']],
  ['the linux kernel 4.19.12 of this board', ['4.19.12']],
  ['kernel oopses in the pinebookpro-kernel 5.10.35 that prevent it', ['5.10.35']],
  ['running with Linux v5.8-rc4-25-gbfe91da29bfad (with some patches)', ['5.8-rc4-25-gbfe91da29bfad']],
  ['We tried RedHat kernels 2.4.18-3, 2.4.18-17.7 and 2.4.20-19.7 so far', ['2.4.18-3', '2.4.18-17.7', '2.4.20-19.7']],
  // drivers/usb/core/hcd.c register_root_hub: init_utsname()->release
  ['[    1.2] usb usb1: Manufacturer: Linux 4.15.18 ehci_hcd', ['4.15.18']],
  // Documentation/admin-guide/kernel-parameters.txt BOOT_IMAGE
  ['Command line: BOOT_IMAGE=/boot/vmlinuz-5.4.0-42-generic root=/dev/sda1 ro', ['5.4.0-42-generic']],
  // GRUB Legacy: kernel FILE [--type=TYPE] ARG...
  ['kernel /vmlinuz-2.6.0-test5-mm2 ro root=/dev/hda1', ['2.6.0-test5-mm2']],
  ['        new failure (last pass: v5.8.9)', ['5.8.9']],
  // scripts/setlocalversion; https://kernelci.org
  ['        new failure (last pass: v6.4-rc5-142-g7f2b5d41063a)', ['6.4-rc5-142-g7f2b5d41063a']],
  ['5.10.136-19391-gadfe4d4b8c04', ['5.10.136-19391-gadfe4d4b8c04']],
  ['--- linux-2.6.6-official/mm/swapfile.c\t2004-05-10 02:32:53', ['2.6.6-official']],
  ['--- linux-2.6.6/mm/swapfile.c\t2004-05-10 02:32:53', ['2.6.6']],
  ['/build/buildd/linux-2.6.31/mm/memory.c:118: bad pgd', ['2.6.31']],
  ['> In the Android 15-linux6.6 system', ['6.6']],
  // drivers/block/floppy.c floppy_init: UTS_RELEASE
  ['inserting floppy driver for 2.6.8.1-1.520', ['2.6.8.1-1.520']],
  ['linux: micro upgrade to 4.14.63. the band-aid may no longer work', ['4.14.63']],
  // The last one before 2.4.0; what it is without is no other kernel.
  ['I was using 2.4.0-prerelease without extra patches', ['2.4.0-prerelease']],
  ...['custom', 'further', 'our', 'out-of-tree'].map((kind) => [`We run kernel 6.1.5 without ${kind} patches.`, ['6.1.5']] as const),
  ['This is xmms-2.4.0-prerelease', []],
  ['The crash is gone without these patches on Linux 5.10.', []],
  ['The crash is gone without our patches on Linux 5.10.', []],
  ['The crash is gone on Linux 5.10.', []],
  ['Something has gone wrong on Linux 5.10.', ['5.10']],
  ['Linux 5.4 boots without a message', []],
  // Nothing is said of the kernel of the log.
  ['This was fixed in Linux 5.4', []],
  ['fixed by abc in the kernel 5.4 already', []],
  ['a bug since Linux 4.15', []],
  ['introduced in kernel 4.15', []],
  ['the fix was backported to Linux 4.14.63', []],
  ['it needs Linux 5.10 or later', []],
  ['with Linux 5.10 or newer', []],
  ['on Linux 5.x', []],
  ['on kernel 5.4.y', []],
  ['on kernel 5.4+', []],
  ['Linux 4.15 introduced hashed pointers', []],
  ['also works with kernel 4.4', []],
  ['it worked fine, but on kernel 4.19 it does not', []],
  // Sentences that say of a release that it is another one.
  ...['Linux 5.4 does not have this problem.', 'This does not happen on Linux 5.4.', 'I cannot reproduce it on kernel 6.1.', "It's not in Linux 5.4.", 'Not an issue with kernel 5.10.', 'No problem with Linux 5.4 here.', 'Linux 5.4 is fine, though.', '5.10 is broken, Linux 5.4 works', 'kernel 5.4 was OK', "Linux 5.4 doesn't crash", 'This patch is for Linux 5.10.', 'queued for kernel 5.15, thanks', 'It will be in Linux 6.1.', 'Same code as in Linux 5.15.', 'glibc built with linux-5.4 headers', 'host kernel 5.15 (of a guest)', 'FreeBSD with Linux 3.17 emulation', 'last known good kernel 5.4', 'Reverting to kernel 5.4 fixes it.', 'Downgrading to Linux 5.4 helps.', 'the kernel 5.4 introduces this', 'Linux 5.4, released in 2019'].map((line) => [line, []] as const),
  ['It crashes. I run kernel 4.19. It works elsewhere.', ['4.19']],
  ['Sometimes (but not always) kernel 4.19 crashes', ['4.19']],
  ['upgraded my kernel 5.4 -> 5.10', ['5.4', '5.10']],
  ['Linux kernel v5.4..v5.10', ['5.4', '5.10']],
  ['diff -u linux-5.4/mm/memory.c linux-5.5/mm/memory.c', ['5.4', '5.5']],
  ...['oracle linux 6.4', 'scientific linux 6.1', 'enterprise linux 5.4', 'alpine linux 3.12', 'mesa v5.4-100-g1234567', 'OpenWrt v5.4-100-g1234567', 'libbpf: v4.1-12-gabcdef1 loaded'].map((line) => [line, []] as const),
  ['QEMU, host: /lib/modules/5.4.0-42-generic/kernel', ['5.4.0-42-generic']],
  ['compiled for kernel version 2.4.20-8', []],
  ['on 2.6 kernels, with Linux 2.6', []],
  // Distributions and programs.
  ['Red Hat Enterprise Linux 7.3', []],
  ['Debian GNU/Linux 4.0', []],
  ['Alpine Linux 3.12', []],
  ['Oracle Linux 7.2', []],
  ['kernel driver 5.3', []],
  ['NVRM: loading NVIDIA UNIX x86_64 Kernel Module  390.77', []],
  ['hangs with Linux 8.5', []],
  ['QEMU emulator version v5.2.0-1234-gabcdef0', []],
  ['BL31: v2.4(release):v3.4-123-gabcdef0', []],
  ['# good: [4b972a01a7da614b4796475f933094751a295a2f] Linux 5.2-rc6', []],
  ['linux-image-5.4.0-42-generic linux-headers-5.4.0-42', []],
];

describe('kernels that a line speaks of', () => {
  test.each(LINES.map(([line, releases]) => ({ line, releases })))('$line', ({ line, releases }) => {
    expect(mentionsIn(line).map(({ release }) => release)).toEqual(releases);
  });
});
