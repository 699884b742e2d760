import { later } from '../core/later.ts';

/** Flavours whose configuration differs; facts of Debian's linux-config packages, and of the change logs of others. */
// prettier-ignore
export const flavours = later((): readonly { readonly release: RegExp; readonly config: Readonly<Record<string, boolean>> }[] => [
  { release: /^6\.(?:1|12)\..*-cloud-(?:amd64|arm64)$/, config: { MEMORY_FAILURE: false } },
  { release: /^4\.18\.0-\d.*\.el8/, config: { L1TF_LAYOUT: true } },
  // RHSA-2018:2384 (862.11.6) and its neighbours of older lines (514.55, 693.37); 957 is 7.6. OpenVZ 7 has the number of RHEL in front.
  { release: /^3\.10\.0-(?:(?:514\.(?:5[5-9]|[6-9]\d|\d{3})|693\.(?:3[7-9]|[4-9]\d|\d{3})|862\.(?:1[1-9]|[2-9]\d))\.|95[7-9]|9[6-9]\d|1[01]\d\d).*\.(?:el|vz)7/, config: { L1TF_LAYOUT: true } },
  // Debian 7, until 31 May 2018; who goes on with it (Freexian, Extended LTS) leaves its kernel out.
  { release: /^3\.2\.0-(?:0\.bpo\.)?\d-(?:rt-)?amd64$/, config: { L1TF_LAYOUT: false } },
  // Page-table isolation came with rc6: what is behind the tag of an earlier one, or in linux-next, can have it.
  { release: /^4\.15(?:\.0)?-(?:041500)?rc[1-5](?!\d)(?!.*(?:\+|-g[0-9a-f]{7}|-next-))/, config: { MITIGATION_PAGE_TABLE_ISOLATION: false } },
  { release: /^4\.15\.0-(?:3[2-9]|[4-9]\d|\d{3})-/, config: { L1TF_LAYOUT: true } },
  // Its aarch64 kernels had pages of 64 KiB until release 8; later ones of that kind say so. Oracle's until UEK 6: oracle/linux-uek 329d6866b78b uek-rpm/ol8/config-aarch64, 5.15 has 4K (oracle/kconfigs 06854f8de41e, Oracle Linux 8).
  { release: /\.el7.*\.aarch64|^(?:4\.18\.0|5\.4\.17)-.*\.el8.*\.aarch64/, config: { ARM64_64K_PAGES: true } },
  // debian.nvidia/config/annotations: "arm64-nvidia-64k" is of "arm64-generic-64k".
  { release: /aarch64\+(?:rt-)?64k(?:-debug)?$|-[a-z]+-64k$/, config: { ARM64_64K_PAGES: true } },
  // CONFIG_ARM64_PA_BITS_52=y: OpenELA 119bd74a1a62 SOURCES/kernel-aarch64.config (8), 55ad3ef85515 kernel-aarch64-64k-rhel.config (9.3).
  { release: /^4\.18\.0-.*\.el8.*\.aarch64|^5\.14\.0-.*\.el9.*aarch64\+(?:rt-)?64k/, config: { ARM64_PA_BITS_52: true } },
  { release: /-arm64-16k$|aarch64\+16k$|rpi-(?:2712|16k)$|-v8-16k\+?$|[-.]asahi\b/, config: { ARM64_16K_PAGES: true } },
  { release: /-arm64$|\.(?:el9|el1\d|fc\d+)(?:_\d+)?\.aarch64$|rpi-v8$/, config: { ARM64_16K_PAGES: false, ARM64_64K_PAGES: false } },
  // raspberrypi/linux issue 6261 (6.6: "39bits address space on 4K pagesize and 47bits address space on 16K pagesize", "all ARM64 kernel releases"); 17d5007387ad (4.19), 007cc4bcbb8e (5.4) bcm2711_defconfig leave the size to arch/arm64/Kconfig, 00527380ab0a bcm2712_defconfig has ARM64_VA_BITS_47=y; archlinuxarm/PKGBUILDs 00c8219019e6 core/linux-rpi-16k/config8.
  { release: /^(?:[45]|6\.[1-6])\.[\d.]+(?:.*rpi-v8$|-v8\+$)/, config: { ARM64_VA_BITS_39: true } },
  { release: /rpi-(?:2712|16k)$|-v8-16k\+?$/, config: { ARM64_VA_BITS_47: true } },
  // CONFIG_DEVICE_PRIVATE=y: kernel-{x86_64,ppc64le}-rhel.config of 42 (gencoo/kernel 3b600842c7c0) and of 9.3 (OpenELA 55ad3ef85515); aarch64 of 9.3 has it off, of 503.35.1 on (oracle/kconfigs 053ad1ddcb3f, Alma Linux 9).
  { release: /^5\.14\.0-(?:(?:4[2-9]|[5-9]\d|\d{3,})\..*el9.*\.(?:x86_64|ppc64le)|(?:50[3-9]|5[1-9]\d|[6-9]\d\d)\..*el9.*\.aarch64)/, config: { DEVICE_PRIVATE: true } },
  // kernel-x86_64.config of RHEL 8's builds 107 and 221 (gencoo/kernel b9ee41e08ff2, c2fe1c0cfe3f; .kernel.metadata names them), 553 (OpenELA); 80 is the only one before 100 that was released.
  // oracle/kconfigs 06854f8de41e, Oracle Linux 9 (UEK 7), 8 (UEK 6), Alma Linux 10 (x86_64, aarch64: 6.12.0-211.20.1.el10_2); 04f8db379813, openSUSE Leap 16.0 (x86_64, aarch64), whose names have no machine.
  { release: /^(?:4\.18\.0-\d{3}\..*el8|5.*el[89]uek).*\.x86_64|^6\.12\.0-(?:.*\.el10\w*\.(?:x86_64|aarch64)|16\d{4}\..*-default$)/, config: { DEVICE_PRIVATE: true } },
  // debian.master/config/config.common.ubuntu of 4.15, 5.3, 5.4 and 5.19: for all architectures that can have it; annotations of 6.8 and 6.12.
  // Proxmox builds Ubuntu's with options that leave it alone (proxmox/pve-kernel 015f881147ca debian/rules, 6fd5503d87a8 config-common.opts).
  { release: /^(?:4\.1[58]|5\.\d+|6\.(?:\d|1[0-5]))\.\d+-(?:\d{1,3}-(?:generic|pve)|\d{1,4}-lowlatency)(?:-64k)?$/, config: { DEVICE_PRIVATE: true } },
  // Fedora's kernel-x86_64.config of 4.20, kernel-{x86_64,aarch64,ppc64le}-fedora.config of 6.5, kernel-x86_64-debug-fedora.config (gencoo/kernel 08fca0a8f5f8); trunk/config of Arch Linux, 4.19 and 5.10; oracle/linux-uek 02b35a6da5d4 and 01648fa912c1 (6.12) uek-rpm/ol10/config-{x86_64,aarch64}; openEuler 6.6 (woqidaideshi/rvck-olk a544f0ba6285) arch/x86/configs/openeuler_defconfig.
  { release: /\.fc[34]\d\.(?:x86_64|aarch64|ppc64le)|-arch\d+-\d+$|^6\.(?:12.*uek\.|6\..*\.oe.*x86_64)/, config: { DEVICE_PRIVATE: true } },
  { release: /-loong64$/, config: { PAGE_SIZE_16KB: true } },
  { release: /^[456]\.\d+\.0-\d+-powerpc64le$|-powerpc64le-64k$|\.el\d.*\.ppc64le/, config: { PPC_64K_PAGES: true } },
  { release: /-armmp-lpae$|-v7l\+?$|rpi-v7l$/, config: { ARM_LPAE: true } },
  { release: /^\d+\.\d+\.\d+-\d+-686$/, config: { X86_PAE: false } },
  // v6.1 init/Kconfig, mm/Kconfig: "depends on ... !PREEMPT_RT"; those of 5.14, el9: ctrliq/kernel-src-tree 02255e9d068f, 570a71d7dbda.
  { release: /^[67]\..*-(?:rt(?:-\d+)?-amd64|realtime)$|\.el.*\+rt/, config: { NUMA_BALANCING: false, TRANSPARENT_HUGEPAGE: false } },
  // Raspberry Pi's: what none of its three files above sets, and no default does (v6.12 init/Kconfig, mm/Kconfig).
  { release: /^[\d.]+-v8(?:-16k)?\+$|rpi-(?:v8|2712)$/, config: { MEMORY_FAILURE: false, NUMA_BALANCING: false, TRANSPARENT_HUGEPAGE: false, USERFAULTFD: false } },
]);

/**
 * Flavours that say a machine by another name than those that it has everywhere: Debian's, Raspberry Pi's, NVIDIA's and Ubuntu's.
 * raspberrypi/linux 00527380ab0a bcm2711_rt_defconfig; archlinuxarm/PKGBUILDs core/linux-rpi-16k; goodrobots/maverick issue 867
 * (4.9.140-tegra; older ones of 3.10 are of 32 bits as well), rbonghi/jetson_stats issue 711 (6.8.12-tegra); Ubuntu's
 * debian.bluefield/control.d/vars.bluefield.
 */
// prettier-ignore
export const FLAVOUR_MACHINES: readonly { readonly release: RegExp; readonly arch: string }[] = [
  { release: /-686(?:-pae)?$/, arch: 'i386' },
  { release: /-armmp(?:-lpae)?$|-v[67]l?\+$|-v7l$|rpi-v[67]l?$/, arch: 'arm' },
  { release: /^\d+\.\d+\.\d+-\d+(?:\.(?:deb\d+|bpo)\.\d+)?-marvell$|^\d+\.\d+\.0-\d+(?:\.(?:deb\d+|bpo)\.\d+)?-rpi$|\+(?:deb|bpo)[\w.~]*-rpi$/, arch: 'arm' },
  // armbian/build config/sources/families/include/sunxi64_common.inc, meson64_common.inc; rk35xx.conf, rockchip.conf (armhf); 6.6.36-current-sunxi "armv7l" in public listings.
  { release: /-(?:legacy|current|edge|vendor)-(?:sunxi|rockchip)$/, arch: 'arm' },
  { release: /-(?:legacy|current|edge|vendor)-(?:sunxi64|rockchip64|meson64|rk35xx)$/, arch: 'arm64' },
  { release: /-v8(?:-16k\+?|-rt\+?|\+)$|rpi-(?:v8|2712|16k)$|-[a-z]+-64k$|^(?:4\.[49]|5\.1[05]|6\.8)\.\d+(?:-rt)?-tegra$|-\d{4}-bluefield$/, arch: 'arm64' },
];

/**
 * Machines for which no such kernel is known: Red Hat's release notes of 8 and 9, "Architectures", have AMD and Intel 64, 64-bit
 * ARM, POWER and Z; fedoraproject.org Changes/Stop_Building_i686_Kernels is of release 31.
 */
export const UNBUILT =
  /(?<=\.el[89](?:_\d+)?\.)(?:armv\w+|riscv64|loongarch64)$|(?<=\.(?:el(?:[89]|1\d)(?:_\d+)?|el\d+uek|fc(?:3[1-9]|[4-9]\d))\.)i\d86$/;

/** What machines those kernels are for that are hardly for any other, and whose name does not tell. */
const ARMS = 'arm or arm64';

/** What the release of a distribution's kernel looks like. */
interface VendorRow {
  readonly release: RegExp;
  readonly vendor: string;
  /** The kernel stays at one upstream release for years, and parts of later ones are brought into it. */
  readonly isFrozen?: boolean;
  /** Its number tells the stable release that it is, with no more of later kernels than that has. */
  readonly isStable?: boolean;
  /** The architectures that it can be of, where its name does not tell and the default one is not the likeliest. */
  readonly machines?: string;
  /** Parts of later kernels that are known to be in some builds, or in those from `from` on; that there can be others is said of all. */
  readonly later?: string;
  readonly from?: number;
  /** Whether these builds have the uffd-wp bits of later releases is known: as the release or the tables say. */
  readonly isUffdWpKnown?: boolean;
  /** What is known from a build on: the number is the first group of `release`. */
  readonly builds?: readonly Build[];
  /** The upstream release that these builds are read as: they are known to have its parts. */
  readonly tables?: string;
  /** As in `flavours`. */
  readonly config?: Readonly<Record<string, boolean>>;
}

/** What is known of a distribution's kernels from a build on. */
interface Build extends Pick<VendorRow, 'tables' | 'later' | 'config' | 'isUffdWpKnown'> {
  readonly from: number;
  /** Not of builds that are called so. */
  readonly except?: RegExp;
}

// prettier-ignore
const EL8: readonly Build[] = [
  // With which of them they came is not known.
  { from: 241, isUffdWpKnown: false, later: 'or have not the uffd-wp bits of 5.7, which all have from 348 on' },
  // wulmx/linux-4.18 84e5164e0a79 (4.18.0-348.2.1.el8_5) mm/memory.c copy_present_pte() pte_clear_uffd_wp(); mkuron/almalinux-kernel 5a6746009ef6 (348.20.1) arch/x86/Kconfig HAVE_ARCH_USERFAULTFD_WP; ctrliq/kernel-src-tree 104965cc9039 (4.18, el8) arch/x86/include/asm/pgtable_types.h _PAGE_UFFD_WP; ea140e23ae7c (4.18.0-425.3.1.el8) include/linux/swap.h still has the special types of 4.18
  { from: 348, tables: '5.7', later: 'the uffd-wp bits of 5.7' },
];

/** The change logs are redhat/kernel.changelog-9.N and -10.N of ctrliq/kernel-src-tree. */
// prettier-ignore
const EL9: readonly Build[] = [
  // OpenVZ/vzkernel ea4b5749aa5d (284.11.1) include/linux/swap.h, arch/arm64/include/asm/pgtable.h; ctrliq/kernel-src-tree 0ed05b042b24 (179) redhat/configs/common/generic/CONFIG_PTE_MARKER: off
  // 9.3 [5.14.0-179.el9]: "mm: remember exclusively mapped anonymous pages with PG_anon_exclusive", "mm: introduce PTE_MARKER swap entry"
  { from: 179, tables: '5.19', config: { PTE_MARKER_UFFD_WP: false, SWAPIN_ERROR_TYPE: false }, later: 'the migration types of 5.19' },
  // 9.3 [5.14.0-293.el9]: "mm: teach core mm about pte markers", "mm/uffd: enable write protection for shmem & hugetlbfs", "mm/swapfile: unuse_pte can map random data if swap read fails"
  { from: 293, tables: '5.19', later: 'the swap types of 5.19' },
  // 9.3 [5.14.0-298.el9]: "mm: remember young/dirty bit for page migrations", "mm/swap: cache swap migration A/D bits support"
  { from: 298, tables: '6.1', later: 'the migration entries of 6.1' },
  // 9.4 [5.14.0-382.el9]: "mm: use pte markers for swap errors"
  { from: 382, tables: '6.2', later: 'the swap types and markers of 6.2' },
  // 9.5 [5.14.0-434.el9]: "x86/mm: Introduce _PAGE_SAVED_DIRTY"
  { from: 434, except: /\.(?:aarch64|ppc64le|s390x)\b/, tables: '6.6', later: 'the saved-dirty bit of 6.6 alone' },
  // 9.6 [5.14.0-524.el9]: "mm: make PTE_MARKER_SWAPIN_ERROR more general", "x86/shstk: Add user-mode shadow stack support"
  { from: 524, tables: '6.6', later: 'poisoned markers and shadow stacks of 6.6' },
];

const RHEL = { vendor: 'Red Hat Enterprise Linux or a rebuild of it', isFrozen: true };

// prettier-ignore
export const vendors = later((): readonly VendorRow[] => [
  // What is queued for the release behind the one of its name, whoever packs it: linux-next Next/SHA1s, localversion-next.
  { release: /-next-\d{8}|\+next$/, vendor: 'linux-next, which is ahead of that release', isUffdWpKnown: true },
  // Those of 5.7 came with x86_64 alone. ctrliq/kernel-src-tree 0e08a6a78196 (4.18, el8) arch/powerpc/include/asm/book3s/64/pgtable.h _PAGE_INVALID, pte_present(), pmd_present() as in 4.19
  { release: /^4\.18\.0-\d.*\.el8.*\.ppc64le/, ...RHEL, tables: '4.19', later: 'builds have the invalid pages of 4.19' },
  { release: /^4\.18\.0-\d.*\.el8.*\.(?:aarch64|s390x)/, ...RHEL },
  // Its change log of 4.14.0-110 has "[powerpc] mm/books3s: Add new pte bit to mark pte temporarily invalid" (bd0dbb73e013).
  { release: /^4\.14\.0-(?:1[1-9]\d|[2-9]\d\d)\..*el7a\.ppc64le$/, ...RHEL, tables: '4.19', from: 110, later: 'the invalid pages of 4.19' },
  // dongzhiyan-stack/linux-4.18.0-240.el8 1369c8fad152 mm/migrate.c remove_migration_pte() without pte_swp_uffd_wp()
  { release: /^4\.18\.0-(\d+)\..*el8(?:[._]|$)/, ...RHEL, builds: EL8, isUffdWpKnown: true, later: 'builds up to 240 have no uffd-wp bits' },
  // "# CONFIG_PTE_MARKER_UFFD_WP is not set": OpenVZ/vzkernel ea4b5749aa5d (284.11.1) redhat/configs/common/generic, OpenELA's kernel-x86_64-rhel.config of 9.3, that of ciq-rocky-lts/kernel 3eae054069ff later.
  { release: /^5\.14\.0-(\d+)\..*el9(?:[._]|$)/, ...RHEL, builds: EL9, config: { PTE_MARKER_UFFD_WP: false } },
  // 10.1 [6.12.0-76.el10]: "mm: add PTE_MARKER_GUARD PTE marker"; what else 6.13 changed in tables, it did on arm64 and s390x.
  { release: /^6\.12\.0-(\d+)\..*el10(?:[._]|$)/, ...RHEL, builds: [{ from: 76, except: /\.(?:aarch64|s390x)\b/, tables: '6.13', later: 'the guard regions of 6.13' }] },
  // Each has one release for all its life; others with such a name are built for it by somebody else (ELRepo, CentOS SIGs). The last are RHEL 3 and 4.
  { release: /^(?:4\.14\.0-\d.*\.el7a|2\.6\.18-.*\.el5|2\.6\.32-.*\.el6|3\.10\.0-.*\.(?:el|vz)7|(?:2\.4\.21|2\.6\.9)-\d[\d.]*\.EL(?:smp|hugemem|largesmp|xenU)?)(?:[._]|$)/, ...RHEL },
  { release: /\.qubes\./, vendor: 'Qubes OS' },
  { release: /\.fc\d+(?:[._]|$)/, vendor: 'Fedora' },
  { release: /[-.]amzn/, vendor: 'Amazon Linux' },
  { release: /-76\d{6}-generic$/, vendor: 'Pop!_OS' },
  // 5.4.0-1045-raspi "aarch64", 5.15.0-1013-raspi "armv7l" in public listings; archlinuxarm/PKGBUILDs core/linux-rpi is for both.
  { release: /^\d+\.\d+\.\d+-\d{4}-raspi2?\b/, vendor: 'Ubuntu', machines: ARMS },
  { release: /^\d+\.\d+\.\d+-\d+-rpi(?:-ARCH)?$/, vendor: 'Arch Linux ARM', machines: ARMS },
  // armbian/build config/sources/families: vendor's trees as well as stable releases with patches.
  { release: /-(?:legacy|current|edge|vendor)-(?:sunxi|rockchip|meson|rk35|mvebu|imx|bcm|odroid)\w*$/, vendor: 'Armbian', isFrozen: true, machines: ARMS },
  { release: /-(?:legacy|current|edge|vendor)-(?:x86|arm64|riscv64)$/, vendor: 'Armbian', isFrozen: true },
  // Not the builds of upstream that Ubuntu offers, whose number is the release once more (5.5.4-050504-generic). Numbers of kernels for one cloud or machine begin with 1001.
  { release: /^\d+\.\d+\.\d+-(?:\d{1,5}-(?:generic|lowlatency|server|virtual|ec2)|\d{4}-(?:realtime|aws|azure|gcp|gkeop|gke|oracle|oem|ibm|kvm|nvidia|intel|bluefield|xilinx))\b/, vendor: 'Ubuntu' },
  { release: /\.oe\d/, vendor: 'openEuler', isFrozen: true },
  // Its own fleet's, made of those of Red Hat's releases (2.6.32-358.23.2.ali1233.el5, 3.10.0-327.ali2017.alios7).
  { release: /\.ali\d+\./, vendor: 'Alibaba (AliOS)', isFrozen: true },
  { release: /\.(?:al|an)[78](?:[._]|$)/, vendor: 'Alibaba Cloud Linux or Anolis', isFrozen: true },
  { release: /\.tl\d|-tlinux\d/, vendor: 'TencentOS', isFrozen: true },
  { release: /\.ky\d/, vendor: 'Kylin', isFrozen: true },
  { release: /el\d+uek/, vendor: 'Oracle Linux (UEK)', isFrozen: true },
  { release: /\d-(?:default|preempt|kvmsmall)$|-\d{6}\.[\d.]+-\w+$/, vendor: 'SUSE', isFrozen: true },
  { release: /-android\d+(?:-|$)/, vendor: 'Android', isFrozen: true, machines: 'arm64 or x86_64' },
  { release: /-v[678]l?\+$|-v8-(?:16k|rt)\+?$|-rpi-/, vendor: 'Raspberry Pi' },
  { release: /-tegra$/, vendor: 'NVIDIA (Jetson)', isFrozen: true, machines: ARMS },
  // Of stable releases alone: who measures a kernel calls it perf as well.
  { release: /-qgki(?:[-+]|$)|^(?:3\.(?:[04]|10|18)|4\.(?:4|9|14|19)|5\.(?:4|10|15)|6\.[16])\.[1-9]\d{0,2}-(?!rc)(?:[\w.]{1,40}-)?perf(?:\+|-g[0-9a-f]{7,}|$)/, vendor: 'Qualcomm', isFrozen: true, machines: ARMS },
  { release: /-lts-next(?:-|$)/, vendor: 'NXP' },
  { release: /-microsoft-standard/, vendor: 'Microsoft (WSL)' },
  { release: /\.(?:azl|cm)\d/, vendor: 'Azure Linux' },
  { release: /-pve$/, vendor: 'Proxmox' },
  { release: /-coreos/, vendor: 'CoreOS', isStable: true },
  { release: /-amd64-desktop$/, vendor: 'deepin' },
  { release: /-arch\d+-\d+$|-zen\d+-\d+(?:-zen)?$|-hardened\d+-\d+-hardened$/, vendor: 'Arch Linux', isStable: true },
  { release: /^\d+\.\d+\.\d+-\d+-lts$/, vendor: 'Arch Linux or Alpine Linux', isStable: true },
  { release: /-MANJARO$/, vendor: 'Manjaro', isStable: true },
  { release: /-gentoo(?:-|$)/, vendor: 'Gentoo', isStable: true },
  { release: /-xanmod\d/, vendor: 'XanMod' },
  { release: /-liquorix-/, vendor: 'Liquorix' },
  { release: /-\d+\.native$/, vendor: 'Clear Linux' },
  { release: /\.ph\d+(?:-|$)/, vendor: 'Photon OS' },
  { release: /\.mga\d+$/, vendor: 'Mageia' },
  { release: /-alt\d+(?:\.|$)/, vendor: 'ALT Linux' },
  { release: /-linuxkit$/, vendor: 'LinuxKit (Docker)' },
  { release: /-kali\d+-/, vendor: 'Kali Linux' },
  { release: /^\d+\.\d+\.\d+_\d+$/, vendor: 'Void Linux', isStable: true },
  // A tree behind a release has parts of the next one, if they are no patches of its own, and its number changes with the first
  // candidate of that: v6.12 scripts/setlocalversion. Thousands of commits behind a candidate are not for its release, nor need be a tree without its tags, nor is what Intel, tip and -mm test ahead of it.
  { release: /^\d+\.\d+\.0(?!-rc)(?:-[\w.-]{1,40})?\+$|^\d+\.\d+\.0(?!-rc)(?:-[\w.-]{1,40})?-\d{5}-g[0-9a-f]{7,}|^2\.6\.\d+(?!-rc)-\d{5}-g[0-9a-f]{7,}|-rc\d+(?:-[\w.]{1,40})?-0*(?:[3-9]\d{3}|[1-9]\d{4,})-g[0-9a-f]{7,}|^\d+\.\d+(?:\.0)?-rc\d+(?:-syzkaller)?-g[0-9a-f]{7,}|^\d[\w.-]{0,60}-(?:intel-next|tip)(?:[-+]|$)|^(?:2\.[56]\.\d+|\d+\.\d+(?:\.0)?)(?:-(?:rc|test)\d+)?-mm(?:\d+|ot[ms])(?:[-+]|$)/, vendor: 'a tree that can be ahead of that release', isUffdWpKnown: true },
]);

/** What kernels of nobody but upstream are called. */
const UPSTREAM = /^v?\d+\.\d+(?:\.\d+)?(?:-rc\d+\+?)?$|^v?\d+\.\d+(?:\.[1-9]\d*)?\+$/;

/** What Debian's own kernels are called, with the machine that each is for; as one pattern the machines cost a millisecond. */
const DEBIAN =
  /^(?![\d.]+\.[1-9]\d*-\d+-rpi)\d+\.\d+\.\d+(?:-\d+(?:\.(?:deb\d+|bpo)\.\d+)?|\+(?:deb|bpo)[\w.+~]*)(?:-(?:cloud|rt))?-([a-z\d-]+)$/;
// prettier-ignore
const DEBIAN_MACHINES = ['amd64', 'arm64', 'arm64-16k', 'armmp', 'armmp-lpae', '686', '686-pae', 'marvell', 'rpi', 'powerpc64le', 'powerpc64le-64k', 'riscv64', 's390x', 'loong64', '4kc-malta', '5kc-malta', 'loongson-3', 'octeon'];

/** Whether a kernel is called as Debian's own ones and those of nobody but upstream: no row of `vendors` has them. */
export function isUpstreamOrDebian(release: string): boolean {
  return UPSTREAM.test(release) || DEBIAN_MACHINES.includes(DEBIAN.exec(release)?.[1] ?? '');
}
