import type { CapabilityName } from './names.ts';
import type { MachineFacts } from './machine-facts.ts';

/** `unknown`: what is known of kernel and machine does not decide it. */
export type CapabilityAnswer = 'yes' | 'no' | 'unknown';

/** An answer with its reason. */
export interface Finding {
  readonly answer: CapabilityAnswer;
  readonly why: string;
  /** What it is, where yes and no do not say all: a size. */
  readonly value?: string;
}

/** Something that a kernel or a machine has or has not, and that those who build on userfaultfd and pagemap ask for. */
export interface Capability {
  /** What `--need` calls it. */
  readonly name: CapabilityName;
  readonly text: string;
  /** First release with it; absent: all of them, or the release does not decide. */
  readonly since?: string;
  /** What it is a change of, and its first release. */
  readonly within?: { readonly what: string; readonly since: string };
  /** Stable releases with `within` got it later: before `since` nobody can tell by the number. */
  readonly isBackported?: true;
  /** Configuration symbols that have to be on. */
  readonly needs?: readonly string[];
  /** No release and no configuration decides it: only the machine itself can say. */
  readonly isOfMachine?: true;
  /** What the machine itself says; undefined where it says nothing, so that release and configuration have to. */
  readonly probe?: (machine: MachineFacts) => Finding | undefined;
  /** Where the kernel does it: tag, file, symbol. */
  readonly src: string;
}

const CAP_SYS_PTRACE = 19n;
const SYSCTL = '/proc/sys/vm/unprivileged_userfaultfd';

const yes = (why: string, value?: string): Finding => ({
  answer: 'yes',
  why,
  ...(value === undefined ? {} : { value }),
});
const no = (why: string): Finding => ({ answer: 'no', why });
const unknown = (why: string): Finding => ({ answer: 'unknown', why });

function hasUserfaultfd({ unprivileged, device }: MachineFacts): Finding | undefined {
  if (unprivileged !== undefined) return yes(`${SYSCTL} is there`);
  return device === 'absent' ? undefined : yes('/dev/userfaultfd is there');
}

/** Who may open a userfaultfd that also gets the faults of the kernel. */
function mayOpen({
  unprivileged,
  device,
  capabilities,
  isInitialNamespace,
  seccomp,
}: MachineFacts): Finding | undefined {
  if (seccomp === 2)
    return unknown('a seccomp filter is in force (/proc/self/status): it may refuse userfaultfd(2)');
  if (device === 'open') return yes('/dev/userfaultfd can be opened');
  if (unprivileged === 1) return yes(`anybody may: ${SYSCTL} is 1`);
  if (unprivileged === undefined) return undefined;
  if (capabilities === undefined)
    return unknown(`${SYSCTL} is 0, and /proc/self/status does not say the capabilities`);
  if (((capabilities >> CAP_SYS_PTRACE) & 1n) === 0n)
    return no(
      `${SYSCTL} is 0 and this process has no CAP_SYS_PTRACE: faults of user mode only (UFFD_USER_MODE_ONLY, 5.11)`,
    );
  if (isInitialNamespace === true) return yes(`${SYSCTL} is 0, and this process has CAP_SYS_PTRACE`);
  return unknown('this process has CAP_SYS_PTRACE in a user namespace, where it does not count');
}

function seesFrames({ ownWord }: MachineFacts): Finding | undefined {
  if (ownWord === undefined) return unknown('no word of /proc/self/pagemap could be read');
  if (ownWord >> 63n === 0n) return unknown('the page of this process that was looked at is not present');
  return (ownWord & ((1n << 55n) - 1n)) === 0n
    ? no('/proc/self/pagemap shows frame 0 for a page that is present: CAP_SYS_ADMIN is missing')
    : yes('/proc/self/pagemap shows the frame of a page');
}

function softDirty({ ownWord, ownFlags }: MachineFacts): Finding | undefined {
  if (ownFlags?.has('sd')) return yes('VmFlags of /proc/self/smaps have "sd"');
  return ownWord !== undefined && ((ownWord >> 55n) & 1n) === 1n
    ? yes('bit 55 is set in /proc/self/pagemap')
    : undefined;
}

function noSwap({ swapAreas }: MachineFacts): Finding {
  if (swapAreas === undefined) return unknown('/proc/swaps cannot be read');
  return swapAreas.length === 0
    ? yes('/proc/swaps lists no swap area')
    : { ...no(`${swapAreas.length} swap area(s) in use`), value: swapAreas.join(', ') };
}

function thp({ thpMode }: MachineFacts): Finding | undefined {
  if (thpMode === undefined) return undefined;
  const why = `/sys/kernel/mm/transparent_hugepage/enabled is ${thpMode}`;
  return thpMode === 'never' ? no(why) : yes(why, thpMode);
}

function hugetlb({ hugeSizes }: MachineFacts): Finding | undefined {
  if (hugeSizes === undefined || hugeSizes.length === 0) return undefined;
  return yes('/sys/kernel/mm/hugepages lists them', hugeSizes.join(', '));
}

const WP = ['USERFAULTFD', 'HAVE_ARCH_USERFAULTFD_WP'] as const;
const WP_MARKERS = [...WP, 'PTE_MARKER_UFFD_WP'] as const;
const PAGEMAP = 'PROC_PAGE_MONITOR';
const SCAN = { what: 'PAGEMAP_SCAN', since: '6.7' } as const;
const hasPagemap = ({ ownWord }: MachineFacts): boolean => ownWord !== undefined;

/** What `pte-decode host` tells, in its order. */
// prettier-ignore
export const CAPABILITIES: readonly Capability[] = [
  { name: 'userfaultfd', text: 'userfaultfd(2)', since: '4.3', needs: ['USERFAULTFD'], probe: hasUserfaultfd, src: 'v4.3 fs/userfaultfd.c userfaultfd' },
  { name: 'userfaultfd-open', text: 'this process may open one for faults of the kernel too', isOfMachine: true, probe: mayOpen, src: 'v5.11 fs/userfaultfd.c userfaultfd, sysctl_unprivileged_userfaultfd; v6.1 userfaultfd_dev_open' },
  { name: 'uffd-wp', text: 'write protection of anonymous memory', since: '5.7', needs: WP, src: 'v5.7 mm/userfaultfd.c mwriteprotect_range' },
  { name: 'uffd-wp-shmem', text: 'write protection of shmem', since: '5.19', needs: [...WP_MARKERS, 'SHMEM'], src: 'v5.19 include/uapi/linux/userfaultfd.h UFFD_FEATURE_WP_HUGETLBFS_SHMEM' },
  { name: 'uffd-wp-hugetlb', text: 'write protection of hugetlb memory', since: '5.19', needs: [...WP_MARKERS, 'HUGETLB_PAGE'], src: 'v5.19 include/uapi/linux/userfaultfd.h UFFD_FEATURE_WP_HUGETLBFS_SHMEM' },
  { name: 'wp-unpopulated', text: 'write protection of anonymous pages not there yet', since: '6.4', needs: WP_MARKERS, src: 'v6.4 include/uapi/linux/userfaultfd.h UFFD_FEATURE_WP_UNPOPULATED' },
  { name: 'wp-async', text: 'write protection that the kernel resolves by itself', since: '6.7', needs: WP_MARKERS, src: 'v6.7 include/uapi/linux/userfaultfd.h UFFD_FEATURE_WP_ASYNC' },
  { name: 'rwp', text: 'read-write protection', since: '7.3', needs: ['USERFAULTFD', 'USERFAULTFD_RWP'], src: 'v7.3 include/uapi/linux/userfaultfd.h UFFD_FEATURE_RWP' },
  { name: 'markers', text: 'PTE markers: write protection where no page is', since: '5.19', needs: WP_MARKERS, src: 'v5.19 include/linux/swapops.h PTE_MARKER_UFFD_WP' },
  { name: 'poison', text: 'poisoned markers (UFFDIO_POISON)', since: '6.6', needs: ['USERFAULTFD'], src: 'v6.6 include/uapi/linux/userfaultfd.h UFFD_FEATURE_POISON' },
  { name: 'guard', text: 'guard regions in anonymous memory (MADV_GUARD_INSTALL)', since: '6.13', src: 'v6.13 mm/madvise.c madvise_guard_install' },
  { name: 'guard-files', text: 'guard regions in memory of files', since: '6.15', src: 'v6.15 mm/madvise.c is_valid_guard_vma' },
  { name: 'pagemap', text: '/proc/PID/pagemap', needs: [PAGEMAP], probe: (machine) => (hasPagemap(machine) ? yes('/proc/self/pagemap can be read') : undefined), src: 'v4.14 fs/proc/task_mmu.c pagemap_read' },
  { name: 'pagemap-exclusive', text: 'pagemap bit 56: mapped by this process alone', since: '4.2', needs: [PAGEMAP], src: 'Documentation/admin-guide/mm/pagemap.rst' },
  { name: 'pagemap-uffd-wp', text: 'pagemap bit 57: write-protected by userfaultfd', since: '5.14', needs: [PAGEMAP, ...WP], src: 'v5.14 fs/proc/task_mmu.c PM_UFFD_WP' },
  { name: 'pagemap-guard', text: 'pagemap bit 58: a guard region', since: '6.15', needs: [PAGEMAP], src: 'v6.15 fs/proc/task_mmu.c PM_GUARD_REGION' },
  { name: 'pagemap-scan', text: 'the ioctl PAGEMAP_SCAN', since: '6.7', needs: [PAGEMAP], src: 'v6.7 fs/proc/task_mmu.c do_pagemap_scan' },
  { name: 'pagemap-scan-unpopulated', text: 'PAGEMAP_SCAN: written where no page is (07b4377bdbe7)', since: '7.2', within: SCAN, isBackported: true, needs: [PAGEMAP], src: '07b4377bdbe7 fs/proc/task_mmu.c: fix PAGEMAP_SCAN written state for unpopulated ptes' },
  { name: 'pagemap-scan-holes', text: 'PAGEMAP_SCAN: written where no table is (40de8160ca7f)', since: '7.2', within: SCAN, isBackported: true, needs: [PAGEMAP], src: '40de8160ca7f fs/proc/task_mmu.c: fix PAGEMAP_SCAN written state for PMD holes' },
  { name: 'pagemap-scan-armed', text: 'PAGEMAP_SCAN: written only where registered for it', since: '7.3', within: SCAN, needs: [PAGEMAP], src: 'v7.3.4 fs/proc/task_mmu.c pagemap_page_category' },
  { name: 'soft-dirty', text: 'soft-dirty bits', since: '3.11', needs: ['MEM_SOFT_DIRTY'], probe: softDirty, src: 'v4.14 Documentation/vm/soft-dirty.txt' },
  { name: 'pfn', text: 'this process sees frame numbers in pagemap', isOfMachine: true, probe: seesFrames, src: 'v4.2 fs/proc/task_mmu.c pagemap_open, show_pfn' },
  { name: 'no-swap', text: 'no swap area is in use', isOfMachine: true, probe: noSwap, src: 'v4.14 mm/swapfile.c swap_show' },
  { name: 'thp', text: 'transparent huge pages', needs: ['TRANSPARENT_HUGEPAGE'], probe: thp, src: 'v4.14 mm/huge_memory.c enabled_show' },
  { name: 'hugetlb', text: 'hugetlb pages', needs: ['HUGETLB_PAGE'], probe: hugetlb, src: 'v4.14 mm/hugetlb.c hugetlb_sysfs_init' },
  { name: 'page-size', text: 'size of a page', isOfMachine: true, probe: ({ pageSize }) => (pageSize === undefined ? undefined : yes('AT_PAGESZ of /proc/self/auxv', `${pageSize} bytes`)), src: 'include/uapi/linux/auxvec.h AT_PAGESZ' },
  { name: 'five-levels', text: '5-level paging is in use', isOfMachine: true, probe: ({ paging }) => (paging === undefined ? undefined : (paging === 5 ? yes : no)(`/proc/cpuinfo: ${paging} levels`)), src: 'v4.14 arch/x86/include/asm/cpufeatures.h X86_FEATURE_LA57' },
];
