import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { hasBit } from '../../src/core/entry/entry.ts';
import { QUESTIONS } from '../../src/core/verdicts/questions.ts';
import { resolveNamed } from '../../src/kernel/distribution-kernel.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { NEWEST_FIRST } from '../../src/kernel/profiles.ts';
import { RELEASE_DAYS } from '../../src/kernel/release-days.ts';
import {
  archInName,
  isSwapLayoutOpen,
  kernelNameOf,
  readRelease,
  vendorRemark,
} from '../../src/kernel/release.ts';

test('days are told of all releases between the first and the last of them, in their order', () => {
  const names = RELEASE_DAYS.map(([release]) => release);
  const [from, to] = [names.at(-1) ?? '', names[0] ?? ''].map((name) => NEWEST_FIRST.indexOf(name));
  expect(names.toReversed()).toEqual(NEWEST_FIRST.slice(from, (to ?? 0) + 1));
  const days = RELEASE_DAYS.map(([, day]) => day);
  expect(days).toEqual(days.toSorted((one, two) => one - two));
});

test.each([
  { release: '6.1.0-56-amd64', name: 'debian-6.1' },
  { release: '6.12.117+deb12-amd64', name: 'debian-6.12' },
  { release: '7.3.4+deb13-amd64', name: 'debian-7.3' },
  { release: '6.12.57+deb13-amd64', name: '6.12.57' },
  { release: '5.10.0-30-amd64', name: '5.10' },
  { release: '6.1.0-rt-56-amd64', name: '6.1' },
  { release: '6.18.44', name: '6.18.44' },
  { release: '6.8.0-45-generic', name: '6.8' },
  { release: 'Linux', name: undefined },
])('$release is $name', ({ release, name }) => {
  expect(kernelNameOf(release)).toBe(name);
});

// Names as the packages of the distributions have them.
test.each([
  { release: '5.14.0-427.el9', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '5.14.0-427.13.1.el9_4.x86_64', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '4.18.0-553.el8_10', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '6.12.0-55.9.1.el10_0.x86_64', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '6.11.4-301.fc41.x86_64', vendor: 'Fedora' },
  { release: '6.8.0-45-generic', vendor: 'Ubuntu' },
  { release: '5.15.0-1064-azure', vendor: 'Ubuntu' },
  { release: '5.10.198-android13-4-00050-g12fbd2b5a1b8', vendor: 'Android' },
  { release: '6.6.56-amzn', vendor: 'Amazon Linux' },
  { release: '6.1.112-122.189.amzn2023.x86_64', vendor: 'Amazon Linux' },
  { release: '5.14.21-150500.55.52-default', vendor: 'SUSE' },
  { release: '6.1.0-rpi7-rpi-v8', vendor: 'Raspberry Pi' },
  { release: '5.10.120-tegra', vendor: 'NVIDIA (Jetson)' },
  { release: '4.19.157-perf+', vendor: 'Qualcomm' },
  { release: '5.4.210-qgki-g12fbd2b5a1b8', vendor: 'Qualcomm' },
  { release: '6.6.3-lts-next-gccf0a99701a7', vendor: 'NXP' },
  { release: '5.14.21-150500.33.69-azure', vendor: 'SUSE' },
  { release: '5.15.0-200.131.27.el8uek.x86_64', vendor: 'Oracle Linux (UEK)' },
  { release: '5.10.0-60.18.0.50.oe2203.x86_64', vendor: 'openEuler' },
  { release: '6.6.87.2-microsoft-standard-WSL2', vendor: 'Microsoft (WSL)' },
  { release: '6.8.12-4-pve', vendor: 'Proxmox' },
  // As they stand in public logs: Alibaba's own, of RHEL 6 and 7.
  { release: '2.6.32-358.23.2.ali1233.el5.x86_64', vendor: 'Alibaba (AliOS)' },
  { release: '3.10.0-327.ali2017.alios7.x86_64', vendor: 'Alibaba (AliOS)' },
  { release: '2.6.18-308.el5', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '2.6.32-754.18.2.el6.x86_64', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '3.10.0-1160.el7.centos.plus.x86_64', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '3.10.0-957.rt56.910.el7.x86_64', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '3.10.0-862.20.2.vz7.73.24', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  // Built for Enterprise Linux, out of what upstream has.
  { release: '6.9.7-1.el9.elrepo.x86_64', vendor: undefined },
  { release: '4.9.215-36.el7.x86_64', vendor: undefined },
  { release: '4.3.0-3.el7.armv5tel', vendor: undefined },
  { release: '6.15.2-1.qubes.fc41.x86_64', vendor: 'Qubes OS' },
  { release: '5.4.0-208-generic', vendor: 'Ubuntu' },
  { release: '2.6.38-8-generic-pae', vendor: 'Ubuntu' },
  // Flavours of Ubuntu before 12.10, and Mandriva's, which has another number.
  { release: '2.6.38-8-server', vendor: 'Ubuntu' },
  { release: '3.2.0-23-virtual', vendor: 'Ubuntu' },
  { release: '2.6.32-305-ec2', vendor: 'Ubuntu' },
  { release: '2.6.36-server-1mdv', vendor: undefined },
  // The date of a tree: Ubuntu's number follows the release at once, and its kernels for one machine begin with 1001.
  {
    release: '6.8.0-rc1-2024-01-22-intel-next-e32989111619+',
    vendor: 'a tree that can be ahead of that release',
  },
  { release: '6.8.0-1-intel', vendor: undefined },
  // The for-next of arm64 in November 2024, which has what came with 6.13
  { release: '6.12.0-rc6-syzkaller-g8936d33c1f69', vendor: 'a tree that can be ahead of that release' },
  { release: '6.12.0-rc3-gb22db8b8befe', vendor: 'a tree that can be ahead of that release' },
  { release: '6.12.0-rc3-00107-gb22db8b8befe', vendor: undefined },
  // A candidate of a stable release is ahead of nothing.
  { release: '5.10.198-rc1-g18c65c1b4996', vendor: undefined },
  ...[
    '2.6.15-mm1',
    '2.6.0-test8-mm1',
    // Reports to linux-mm and of the 0-day service; "Against: 2.6.31-mmotm-090925-1435", "4.15-rc6-mmotm-2018-01-04-16-19" in others.
    '4.4.0-rc5-mm1-access_bit+',
    '4.16.0-rc5-mm1-00298-g42658d5',
    '3.0.0-mm1-00188-gf38d32b',
    '2.6.31-mmotm-090925-1435',
    '4.15-rc6-mmotm-2018-01-04-16-19',
  ].map((release) => ({ release, vendor: 'a tree that can be ahead of that release' })),
  { release: '4.9.112-mm1', vendor: undefined },
  // Of upstream, built by Ubuntu: kernel.ubuntu.com/mainline
  { release: '5.5.4-050504-generic', vendor: undefined },
  { release: '4.14.0-115.el7a.ppc64le', vendor: 'Red Hat Enterprise Linux or a rebuild of it' },
  { release: '5.15.0-1035-intel-iotg', vendor: 'Ubuntu' },
  { release: '6.1.0-28-amd64', vendor: undefined },
  { release: '6.12.0', vendor: undefined },
  { release: '6.12.0-rc3+', vendor: undefined },
])('$release is of $vendor', ({ release, vendor }) => {
  expect(vendorRemark(release)?.vendor).toBe(vendor);
});

// The uffd-wp bits of 5.7: not in 8.3 (mm/migrate.c remove_migration_pte() of 240), in 8.5 (mm/memory.c copy_present_pte() of
// 348.2.1). Of the builds between nothing is known, nor of other distributions.
test.each([
  // RHSA-2018:2384 and its neighbours of older lines; OpenVZ 7 puts its number behind that of RHEL.
  {
    release: '3.10.0-1160.53.1.vz7.185.3',
    kernel: '3.10',
    on: ['L1TF_LAYOUT', 'UFFD_WP_BACKPORT', 'ISOLATION_BACKPORT'],
  },
  ...['514.55.4', '693.37.4', '862.11.6', '957', '1160'].map((build) => ({
    release: `3.10.0-${build}.el7.x86_64`,
    kernel: '3.10',
    on: ['L1TF_LAYOUT', 'UFFD_WP_BACKPORT', 'ISOLATION_BACKPORT'],
  })),
  ...['327', '514.54.1', '693.35.1', '862', '862.9.1'].map((build) => ({
    release: `3.10.0-${build}.el7.x86_64`,
    kernel: '3.10',
    on: ['UFFD_WP_BACKPORT', 'ISOLATION_BACKPORT'],
  })),
  // v4.15 arch/x86/include/asm/pgtable.h p4d_bad(): page-table isolation. CoreOS had it with 4.14; numbers of Debian and Ubuntu do not tell.
  { release: '4.1.4-coreos-r1', kernel: '4.1.4', on: ['UFFD_WP_BACKPORT'] },
  { release: '3.13.0-137-generic', kernel: '3.13', on: ['UFFD_WP_BACKPORT', 'ISOLATION_BACKPORT'] },
  { release: '4.18.0-80.11.2.el8_0.x86_64', kernel: '4.18', on: ['L1TF_LAYOUT'] },
  // gencoo/kernel b9ee41e08ff2 (107), c2fe1c0cfe3f (221) SOURCES/kernel-x86_64.config: CONFIG_DEVICE_PRIVATE=y
  { release: '4.18.0-107.el8.x86_64', kernel: '4.18', on: ['L1TF_LAYOUT', 'DEVICE_PRIVATE'] },
  { release: '4.18.0-240.22.1.el8_3.x86_64', kernel: '4.18', on: ['L1TF_LAYOUT', 'DEVICE_PRIVATE'] },
  {
    release: '4.18.0-305.el8.x86_64',
    kernel: '4.18',
    on: ['L1TF_LAYOUT', 'DEVICE_PRIVATE', 'UFFD_WP_BACKPORT'],
  },
  { release: '4.18.0-348.2.1.el8_5.x86_64', kernel: '5.7', on: ['L1TF_LAYOUT', 'DEVICE_PRIVATE'] },
  { release: '4.18.0-553.el8_10', kernel: '5.7', on: ['L1TF_LAYOUT', 'DEVICE_PRIVATE'] },
  {
    release: '4.18.0-553.el8_10.aarch64',
    kernel: '4.18',
    on: ['L1TF_LAYOUT', 'ARM64_64K_PAGES', 'ARM64_PA_BITS_52'],
  },
  { release: '5.3.18-150300.59.63-default', kernel: '5.3.18', on: ['UFFD_WP_BACKPORT'] },
  { release: '4.19.90-2003.4.0.0036.oe1.x86_64', kernel: '4.19.90', on: ['UFFD_WP_BACKPORT'] },
  { release: '6.8.0-45-generic', kernel: '6.8', on: ['DEVICE_PRIVATE'] },
  {
    release: '4.18.0-553.el8_10.aarch64+debug',
    kernel: '4.18',
    on: ['L1TF_LAYOUT', 'ARM64_64K_PAGES', 'ARM64_PA_BITS_52'],
  },
  // oracle/linux-uek uek-rpm/ol10/config-x86_64, config-aarch64
  { release: '6.12.0-100.28.2.el10uek.x86_64', kernel: '6.12', on: ['DEVICE_PRIVATE'] },
  { release: '6.12.0-100.28.2.el9uek.aarch64', kernel: '6.12', on: ['DEVICE_PRIVATE'] },
  // oracle/kconfigs 06854f8de41e out/: Oracle Linux 9 (UEK 7) x86_64, 8 (UEK 7) aarch64; oracle/linux-uek 329d6866b78b uek-rpm/ol{7,8}/config-aarch64 (5.4): 64K pages, PA_BITS_48
  { release: '5.15.0-200.131.27.el9uek.x86_64', kernel: '5.15', on: ['DEVICE_PRIVATE'] },
  { release: '5.15.0-200.131.27.el8uek.aarch64', kernel: '5.15', on: [] },
  { release: '5.4.17-2136.300.7.el8uek.aarch64', kernel: '5.4.17', on: ['ARM64_64K_PAGES'] },
  { release: '5.4.17-2136.300.7.el7uek.aarch64', kernel: '5.4.17', on: ['ARM64_64K_PAGES'] },
  // oracle/kconfigs 06854f8de41e out/Oracle Linux 8 (UEK 6) x86_64, 04f8db379813 openSUSE Leap 16.0 x86_64 and aarch64: DEVICE_PRIVATE=y
  {
    release: '5.4.17-2136.335.4.el8uek.x86_64',
    kernel: '5.4.17',
    on: ['DEVICE_PRIVATE', 'UFFD_WP_BACKPORT'],
  },
  { release: '6.12.0-160000.5-default', kernel: '6.12', on: ['DEVICE_PRIVATE'] },
  // Ubuntu's of low latency have numbers of their own since 5.19; one that somebody else builds has not its configuration.
  { release: '6.11.0-1016-lowlatency', kernel: '6.11', on: ['DEVICE_PRIVATE'] },
  { release: '6.8.1-060801-lowlatency', kernel: '6.8.1', on: [] },
  // proxmox/pve-kernel debian/rules: Ubuntu's configuration, and options that leave DEVICE_PRIVATE alone
  { release: '6.8.12-4-pve', kernel: '6.8.12', on: ['DEVICE_PRIVATE'] },
  // What others build for a release of Red Hat's is of a configuration of their own.
  { release: '6.1.42-1.el8.aarch64', kernel: '6.1.42', on: [] },
  // The same: Alma Linux 10 x86_64
  { release: '6.12.0-211.20.1.el10_2.x86_64', kernel: '6.13', on: ['DEVICE_PRIVATE'] },
  // Built by somebody else for a release of Red Hat's.
  { release: '6.12.0-1.el10.elrepo.x86_64', kernel: '6.12', on: [] },
  // gencoo/kernel 08fca0a8f5f8 SOURCES/kernel-x86_64-debug-fedora.config
  { release: '6.5.6-300.fc39.x86_64+debug', kernel: '6.5.6', on: ['DEVICE_PRIVATE'] },
  // woqidaideshi/rvck-olk (6.6) arch/x86/configs/openeuler_defconfig
  { release: '6.6.0-28.0.0.34.oe2403.x86_64', kernel: '6.6', on: ['DEVICE_PRIVATE'] },
  {
    release: '4.14.35-1902.el7uek.x86_64',
    kernel: '4.14.35',
    on: ['UFFD_WP_BACKPORT', 'ISOLATION_BACKPORT'],
  },
  // debian.nvidia/config/annotations: arm64-nvidia-64k is of arm64-generic-64k
  { release: '6.8.0-31-generic-64k', kernel: '6.8', on: ['DEVICE_PRIVATE', 'ARM64_64K_PAGES'] },
  { release: '6.8.0-1015-nvidia-64k', kernel: '6.8', on: ['ARM64_64K_PAGES'] },
])('$release is read as $kernel with $on', ({ release, kernel, on }) => {
  const read = readRelease(release);
  expect(read?.kernel).toBe(kernel);
  expect(read?.config).toEqual(new Map(on.map((symbol) => [symbol, true])));
});

// v6.1 init/Kconfig NUMA_BALANCING and mm/Kconfig TRANSPARENT_HUGEPAGE depend on !PREEMPT_RT, and so do those of 5.14 in RHEL 9
// (ctrliq/kernel-src-tree 02255e9d068f, 570a71d7dbda).
test.each([
  { release: '6.12.0-55.9.1.el10_0.x86_64+rt', off: ['NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE'] },
  { release: '6.12.0-55.9.1.el10_0.aarch64+rt-64k-debug', off: ['NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE'] },
  { release: '6.8.0-1015-realtime', off: ['NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE'] },
  { release: '6.1.0-rt-56-amd64', off: ['NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE'] },
  { release: '7.3.4+deb13-rt-amd64', off: ['NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE'] },
  {
    release: '5.14.0-503.11.1.el9_5.x86_64+rt',
    off: ['NUMA_BALANCING', 'PTE_MARKER_UFFD_WP', 'TRANSPARENT_HUGEPAGE'],
  },
  { release: '5.14.0-503.11.1.el9_5.x86_64', off: ['PTE_MARKER_UFFD_WP'] },
  { release: '6.12.0-55.9.1.el10_0.x86_64', off: [] },
  // raspberrypi/linux 00527380ab0a arch/arm64/configs/bcm2712_defconfig has none of the four, which have no default.
  {
    release: '6.12.20+rpt-rpi-2712',
    off: ['MEMORY_FAILURE', 'NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE', 'USERFAULTFD'],
  },
  { release: '6.6.1-mycompany+rt', off: [] },
  // The eighth version of somebody's patches.
  { release: '6.6.1-uffd-v8+', off: [] },
])('$release is without $off', ({ release, off }) => {
  const config = [...(readRelease(release)?.config ?? [])].filter(([, on]) => !on);
  expect(config.map(([name]) => name).toSorted()).toEqual(off);
});

// raspberrypi/linux 00527380ab0a bcm2711_rt_defconfig; kdoren/linux issue 18; archlinuxarm/PKGBUILDs core/linux-rpi-16k; goodrobots/maverick
// issue 867; jetsonhacks/jetsonUtilities pull request 3; Ubuntu's debian.bluefield/control.d/vars.bluefield.
test.each([
  { release: '6.12.34-v8-rt', arch: 'arm64' },
  { release: '6.6.74-v8-16k', arch: 'arm64' },
  { release: '5.10.73-rt54-v7l', arch: 'arm' },
  { release: '6.12.41-1-rpi-16k', arch: 'arm64' },
  { release: '4.9.140-tegra', arch: 'arm64' },
  { release: '4.4.38-tegra', arch: 'arm64' },
  { release: '6.8.12-tegra', arch: 'arm64' },
  { release: '5.15.0-1045-bluefield', arch: 'arm64' },
  // Debian's, which say their machine so (DEBIAN_MACHINES); Arch Linux ARM's linux-rpi is for both.
  { release: '6.1.0-28-marvell', arch: 'arm' },
  { release: '4.19.0-0.bpo.6-marvell', arch: 'arm' },
  { release: '6.1.0-0.deb11.7-rpi', arch: 'arm' },
  { release: '6.12.57+deb13-rpi', arch: 'arm' },
  { release: '6.1.0-28-rpi', arch: 'arm' },
  { release: '6.12.41-1-rpi', arch: undefined },
  // Public listings of `uname -a` have aarch64 behind the first and armv7l behind the second; armbian/build has ARCH=arm64, armhf of their families.
  { release: '6.6.45-current-sunxi64', arch: 'arm64' },
  { release: '6.6.36-current-sunxi', arch: 'arm' },
  { release: '6.1.30-edge-rockchip64', arch: 'arm64' },
  { release: '5.15.2-current-rockchip', arch: 'arm' },
  { release: '5.10.160-legacy-rk35xx', arch: 'arm64' },
  { release: '6.6.30-current-x86', arch: undefined },
  // Both machines have such names.
  { release: '3.10.96-tegra', arch: undefined },
  { release: '5.15.0-1068-raspi', arch: undefined },
  // The eighth version of somebody's patches.
  { release: '6.6.1-mine-v8', arch: undefined },
])('the name $release tells $arch', ({ release, arch }) => {
  expect(archInName(release)).toBe(arch);
});

// Of an architecture without tables (Debian's flavours for MIPS among them), or of several, for none of which x86_64 stands.
test.each([
  { release: '5.10-loongson-3', arch: 'mips' },
  { release: '6.1.0-28-octeon', arch: 'mips' },
  { release: '6.1.0-28-5kc-malta', arch: 'mips' },
  { release: '6.12.1-sparc64', arch: 'sparc64' },
  { release: '6.6.6-ppc', arch: 'powerpc' },
  // Public listings of `uname -a` have aarch64 and armv7l behind such names; archlinuxarm/PKGBUILDs core/linux-rpi.
  { release: '5.15.0-1017-raspi', arch: 'arm or arm64' },
  { release: '5.8.0-1015-raspi-nolpae', arch: 'arm or arm64' },
  { release: '4.15.0-1080-raspi2', arch: 'arm or arm64' },
  { release: '6.6.15-2-rpi', arch: 'arm or arm64' },
  { release: '6.6.15-2-rpi-ARCH', arch: 'arm or arm64' },
  { release: '4.19.157-perf+', arch: 'arm or arm64' },
  { release: '5.4.176-current-odroidxu4', arch: 'arm or arm64' },
  { release: '6.6.30-current-bcm2711', arch: 'arm or arm64' },
  { release: '6.1.75-android14-11-g1234567', arch: 'arm64 or x86_64' },
])('$release is of $arch', ({ release, arch }) => {
  const isOpen = arch.includes(' ');
  expect(() => resolveNamed({ kernel: release })).toThrow(
    isOpen
      ? `of ${arch}, which its name does not say: --arch, or ,arch=arm64 behind it`
      : `kernel "${release}": of architecture "${arch}"`,
  );
  expect(readRelease(release)?.arch).toBe(isOpen ? undefined : arch);
  if (isOpen) expect(resolveNamed({ kernel: release, arch: 'arm64' }).arch).toBe('arm64');
  else expect(() => resolveNamed({ kernel: release, arch: 'arm64' })).toThrow(`that is one of ${arch}`);
});

// Machines of 64 bits are called powerpc as well (v6.12 arch/powerpc is of both).
test.each(['6.6.6-ppc', '6.1.0-28-powerpc'])('%s can be of powerpc64, where that is said', (kernel) => {
  expect(resolveNamed({ kernel, arch: 'powerpc64' }).arch).toBe('powerpc64');
  expect(resolveNamed({ kernel, arch: 'ppc64le' }).arch).toBe('powerpc64');
  expect(() => resolveNamed({ kernel })).toThrow('did you mean powerpc64');
});

// Three levels of tables each: raspberrypi/linux issue 6261, 00527380ab0a bcm2712_defconfig; v6.1 arch/arm64/Kconfig PGTABLE_LEVELS. Of
// pages of 4 KiB behind 6.6 nothing was read.
test.each([
  { release: '6.6.31+rpt-rpi-v8', pages: 12, levels: 3 },
  { release: '6.1.0-rpi7-rpi-v8', pages: 12, levels: 3 },
  { release: '6.1.21-v8+', pages: 12, levels: 3 },
  { release: '6.12.20+rpt-rpi-2712', pages: 14, levels: 3 },
  { release: '6.6.78-v8-16k+', pages: 14, levels: 3 },
  // archlinuxarm/PKGBUILDs 00c8219019e6 core/linux-rpi-16k/config8.
  { release: '6.12.41-1-rpi-16k', pages: 14, levels: 3 },
  { release: '6.12.20+rpt-rpi-v8', pages: 12, levels: 4 },
])('$release has $levels levels of pages of 2^$pages bytes', ({ release, pages, levels }) => {
  const read = readRelease(release);
  const kernel = resolveKernel({
    kernel: read?.kernel ?? '',
    config: read?.config ?? new Map(),
    arch: read?.arch ?? '',
  });
  expect(kernel.pageShift).toBe(pages);
  expect(kernel.levels.length).toBe(levels);
});

// The special types at the top of 0..31. include/linux/swap.h of 284.11.1 (OpenVZ/vzkernel ea4b5749aa5d) has no SWP_SWAPIN_ERROR and
// makes SWP_PTE_MARKER depend on PTE_MARKER, which only PTE_MARKER_UFFD_WP selects: off there, in OpenELA's configuration of
// 9.3 and in ciq-rocky-lts/kernel 3eae054069ff. DEVICE_PRIVATE=y in x86_64 and ppc64le, and off in aarch64 (OpenELA, 9.3).
const MIGRATION = ['SWP_MIGRATION_READ', 'SWP_MIGRATION_READ_EXCLUSIVE', 'SWP_MIGRATION_WRITE'];
const DEVICE = ['WRITE', 'READ', 'EXCLUSIVE_WRITE', 'EXCLUSIVE_READ'].map((name) => `SWP_DEVICE_${name}`);
test.each([
  { release: '5.14.0-70.el9.x86_64', types: ['SWP_MIGRATION_READ', 'SWP_MIGRATION_WRITE', ...DEVICE] },
  { release: '5.14.0-284.11.1.el9_2.x86_64', types: [...MIGRATION, ...DEVICE] },
  { release: '5.14.0-284.11.1.el9_2.aarch64', types: MIGRATION },
  {
    release: '5.14.0-362.8.1.el9_3.x86_64+debug',
    types: [...MIGRATION, ...DEVICE, 'SWP_SWAPIN_ERROR'],
  },
  { release: '5.14.0-362.8.1.el9_3.ppc64le', types: [...MIGRATION, ...DEVICE, 'SWP_SWAPIN_ERROR'] },
  { release: '5.14.0-362.8.1.el9_3.aarch64', types: [...MIGRATION, 'SWP_SWAPIN_ERROR'] },
  // oracle/kconfigs out/: Alma Linux 9 aarch64 (053ad1ddcb3f), Alma Linux 10 aarch64 (06854f8de41e): DEVICE_PRIVATE=y
  { release: '5.14.0-503.35.1.el9_5.aarch64', types: [...MIGRATION, ...DEVICE, 'SWP_PTE_MARKER'] },
  { release: '6.12.0-211.20.1.el10_2.aarch64', types: [...MIGRATION, ...DEVICE, 'SWP_PTE_MARKER'] },
])('the special swap types of $release up to 31', ({ release, types }) => {
  const read = readRelease(release);
  const arch = read?.arch ?? '';
  const kernel = resolveKernel({ kernel: read?.kernel ?? '', config: read?.config ?? new Map(), arch });
  expect(kernel.specialTypes.map(({ name }) => name)).toEqual(['SWP_HWPOISON', ...types]);
  expect(kernel.specialTypes.at(-1)?.number).toBe(31);
});

// v6.1 include/linux/swapops.h SWP_PFN_BITS = MAX_PHYSMEM_BITS - PAGE_SHIFT; v6.1 arch/arm64/include/asm/sparsemem.h. OpenELA kernel-aarch64-64k-rhel.config: ARM64_PA_BITS_52=y.
test('pages of 64 KiB of RHEL 9 have addresses of 52 bits', () => {
  const read = readRelease('5.14.0-362.8.1.el9_3.aarch64+64k');
  const kernel = resolveKernel({
    kernel: read?.kernel ?? '',
    config: read?.config ?? new Map(),
    arch: 'arm64',
  });
  expect(kernel.swpPfnBits).toBe(52 - 16);
});

// What --arch or an image says stands for the machine that `uname -r` has behind the name of the package.
test.each([
  { release: '5.14.0-434.el9', arch: 'arm64', same: '5.14.0-434.el9.aarch64' },
  { release: '5.14.0-427.el9', arch: 'arm64', same: '5.14.0-427.el9.aarch64' },
  { release: '5.14.0-427.el9', arch: undefined, same: '5.14.0-427.el9.x86_64' },
  { release: '4.18.0-553.el8_10', arch: 'ppc64le', same: '4.18.0-553.el8_10.ppc64le' },
  { release: '6.5.6-300.fc39', arch: undefined, same: '6.5.6-300.fc39.x86_64' },
])('$release of $arch is read as $same', ({ release, arch, same }) => {
  const [read, whole] = [readRelease(release, arch), readRelease(same)];
  expect({ ...read, arch: '' }).toEqual({ ...whole, arch: '' });
  expect(read?.arch).toBeUndefined();
});

// The change logs of CentOS Stream 9, in ctrliq/kernel-src-tree redhat/kernel.changelog-9.3 to 9.6, name the builds in which the
// changes of later releases came: v5.19 SWP_SWAPIN_ERROR 293, v6.1 SWP_MIG_YOUNG_BIT 298, v6.2 PTE_MARKER_SWAPIN_ERROR 382,
// v6.6 _PAGE_SAVED_DIRTY 434, PTE_MARKER_POISONED 524.
test.each([
  { release: '5.14.0-178.el9', name: '5.14' },
  { release: '5.14.0-179.el9', name: '5.19' },
  { release: '5.14.0-284.11.1.el9_2.x86_64', name: '5.19' },
  { release: '5.14.0-292.el9', name: '5.19' },
  { release: '5.14.0-293.el9', name: '5.19' },
  { release: '5.14.0-297.el9', name: '5.19' },
  { release: '5.14.0-298.el9', name: '6.1' },
  { release: '5.14.0-362.24.1.el9_3.x86_64', name: '6.1' },
  { release: '5.14.0-381.el9', name: '6.1' },
  { release: '5.14.0-382.el9', name: '6.2' },
  { release: '5.14.0-427.13.1.el9_4.x86_64', name: '6.2' },
  { release: '5.14.0-433.el9', name: '6.2' },
  { release: '5.14.0-434.el9', name: '6.6' },
  { release: '5.14.0-503.11.1.el9_5.x86_64', name: '6.6' },
  { release: '5.14.0-503.11.1.el9_5.aarch64', name: '6.2' },
  { release: '5.14.0-503.11.1.el9_5.aarch64+64k', name: '6.2' },
  { release: '5.14.0-503.11.1.el9_5.ppc64le+debug', name: '6.2' },
  { release: '5.14.0-523.el9.s390x', name: '6.2' },
  { release: '5.14.0-524.el9.s390x', name: '6.6' },
  { release: '5.14.0-1000.el9', name: '6.6' },
  // redhat/kernel.changelog-10.1: v6.13 PTE_MARKER_GUARD 76.
  { release: '6.12.0-55.9.1.el10_0.x86_64', name: '6.12' },
  { release: '6.12.0-75.el10', name: '6.12' },
  { release: '6.12.0-76.el10', name: '6.13' },
  { release: '6.12.0-124.8.1.el10_1.x86_64', name: '6.13' },
  { release: '6.12.0-124.8.1.el10_1.s390x', name: '6.12' },
  { release: '6.12.0-124.8.1.el10_1.aarch64+64k', name: '6.12' },
])('$release has the swap types of $name', ({ release, name }) => {
  expect(kernelNameOf(release)).toBe(name);
  expect(vendorRemark(release)?.isFrozen).toBe(true);
});

describe('a kernel that can have the uffd-wp bits or not', () => {
  const kernel = resolveKernel({ kernel: '4.18,L1TF_LAYOUT=y,UFFD_WP_BACKPORT=y' });

  test.each([
    { name: 'a page with bit 10', raw: 0x8400000002bcbc25n, uffdWp: true, rule3: null },
    { name: 'a page without', raw: 0x8400000002bcb825n, uffdWp: false, rule3: null },
    { name: 'a page of the kernel', raw: 0x8000000002bcb061n, uffdWp: false, rule3: false },
    { name: 'a swap entry with bit 2', raw: 0x0fffffffffdb9604n, uffdWp: true, rule3: null },
    { name: 'a swap entry without', raw: 0x0fffffffffdb9600n, uffdWp: false, rule3: false },
  ])('$name', ({ raw, uffdWp, rule3 }) => {
    const entry = decodeEntry(kernel, raw);
    expect([entry.reserved, entry.unknown]).toEqual([0n, 0n]);
    expect(QUESTIONS.uffd_wp.of(entry)).toBe(null);
    expect(hasBit(entry, 'maybe_uffd_wp', 'maybe_swp_uffd_wp')).toBe(uffdWp);
    expect(entry.rules['3'].holds).toBe(rule3);
  });
});

// Tags v3.11-rc6 (August 2013) and v4.18 (August 12, 2018) are older than the disclosure (INTEL-SA-00161, August 14, 2018).
test.each([
  { release: '3.11.0-rc6-kmemcheck', name: '3.11', open: false },
  { release: '3.16.0-rc3+', name: '3.16', open: false },
  { release: '4.18.0-rc7', name: '4.18', open: false },
  { release: '4.18.0-rc8-syzkaller', name: '4.18', open: false },
  // 6b28baca9b1f, of June 2018, is no commit of a tag before v4.19-rc1, but of trees that a candidate was the base of.
  { release: '4.18.0-rc7-00026-g6b28baca9b1f', name: '4.18', open: true },
  { release: '4.17.0-rc7-00043-g0123456789ab-dirty', name: '4.17', open: true },
  { release: '4.18.0-rc8+', name: '4.18', open: true },
  { release: '4.16.0-rc7-00043-g0123456789ab', name: '4.16', open: false },
  { release: '3.19.0-next-20150212-sasha-00072-gdc1aa32', name: '3.19', open: false },
  { release: '3.13.0-24-generic', name: '3.13', open: true },
  { release: '4.4.0-127-generic', name: '4.4', open: true },
  // USN-3740, 3741 and 3742 of that day: 4.15, 4.4 and 3.13; ubuntu-cve-tracker 17d2cfe3e8a5 active/CVE-2018-3620 "precise/esm_linux: needed": 3.2. kernel.org: 4.16 ended in June 2018, 4.12 in September 2017.
  { release: '3.2.0-135-generic', name: '3.2', open: true },
  // deb.freexian.com/extended-lts: "we don't support the Linux 3.2 kernel in wheezy"; L1TF is of 14 August 2018.
  { release: '3.2.0-4-amd64', name: '3.2', open: false },
  { release: '3.2.0-0.bpo.4-amd64', name: '3.2', open: false },
  { release: '4.10.0-42-generic', name: '4.10', open: false },
  { release: '4.16.0-2-amd64', name: '4.16', open: false },
  { release: '4.16.3-301.fc28.x86_64', name: '4.16.3', open: false },
  { release: '4.9.0-8-amd64', name: '4.9', open: true },
  { release: '4.12.14-lp150.12.13-default', name: '4.12.14', open: true },
  { release: '4.1.12-124.19.1.el7uek.x86_64', name: '4.1.12', open: true },
  { release: '4.3.6-foo', name: '4.3.6', open: true },
  { release: '3.14.0-wl-03657-g1234567', name: '3.14', open: true },
])('whether $release can have swap entries of either layout: $open', ({ release, name, open }) => {
  expect(isSwapLayoutOpen(release, name)).toBe(open);
});

// Debian's changelog: 5.10.0-30 is made of 5.10.218, 4.19.0-27 of 4.19.316, neither of X.Y.0.
test.each([
  { release: '5.10.0-30-amd64', text: /of Debian: .*which stable release of 5\.10 / },
  { release: '4.19.0-27-amd64', text: /of Debian: .*which stable release of 4\.19 / },
  { release: '6.1.0-56-amd64', text: undefined },
  { release: '5.10.218', text: undefined },
])('what is said of $release', ({ release, text }) => {
  const said = readRelease(release);
  expect(said?.isVendor).toBe(false);
  if (text === undefined) expect(said?.remark).toBeUndefined();
  else expect(said?.remark?.text).toMatch(text);
});

// "Architectures" of Red Hat's release notes; of release 7 CentOS had more, and whoever builds upstream for 8 has what he likes.
test.each([
  { release: '5.14.0-427.el9', arch: 'i386', none: 'i686' },
  { release: '4.18.0-305.25.1.el8_4', arch: 'riscv64', none: 'riscv64' },
  { release: '5.14.0-427.el9.x86_64', none: undefined },
  { release: '4.18.0-305.el8', arch: 'arm64', none: undefined },
  { release: '3.10.0-1160.el7', arch: 'i386', none: undefined },
  { release: '6.1.81-1.el8.elrepo.i686', none: undefined },
])('$release for $arch', ({ release, arch, none }) => {
  const text = readRelease(release, arch)?.remark?.text ?? '';
  expect(/; none of (\w+) is known$/.exec(text)?.[1]).toBe(none);
});

// HAVE_ARCH_USERFAULTFD_WP of 5.7 is of x86_64 alone; ctrliq/kernel-src-tree 0e08a6a78196 (el8) book3s/64/pgtable.h _PAGE_INVALID.
test.each([
  { release: '4.18.0-305.el8.s390x', name: '4.18' },
  { release: '4.18.0-348.el8.aarch64', name: '4.18' },
  { release: '4.18.0-553.el8_10.ppc64le', name: '4.19' },
  { release: '4.14.0-115.el7a.ppc64le', name: '4.19' },
  { release: '4.14.0-49.el7a.ppc64le', name: '4.14' },
])('$release is read as $name, and nothing is said of uffd-wp', ({ release, name }) => {
  expect(kernelNameOf(release)).toBe(name);
  expect(vendorRemark(release)?.text).not.toMatch(/uffd/);
});
