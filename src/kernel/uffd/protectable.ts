import type { Availability } from '../../core/version.ts';
import type { MemoryKind, WpMode } from './model.ts';

/** Memory that a kernel can write-protect with userfaultfd. */
interface ProtectableRow extends Pick<Availability, 'since' | 'until'> {
  readonly kinds: readonly MemoryKind[];
  readonly modes: readonly WpMode[];
  readonly text: string;
  readonly src: string;
}

/** Since when which memory can be write-protected. */
// prettier-ignore
export const PROTECTABLE: readonly ProtectableRow[] = [
  { kinds: ['anon', 'thp'], modes: ['sync'], since: '5.7', text: 'anonymous memory', src: 'v5.7 fs/userfaultfd.c vma_can_userfault()' },
  { kinds: ['shmem', 'shmem_private', 'hugetlb', 'hugetlb_private'], modes: ['sync'], since: '5.19', text: 'shared memory and hugetlb (UFFD_FEATURE_WP_HUGETLBFS_SHMEM)', src: 'v5.19 include/linux/userfaultfd_k.h vma_can_userfault()' },
  { kinds: ['anon', 'thp', 'shmem', 'shmem_private', 'hugetlb', 'hugetlb_private', 'file_private', 'file_shared'], modes: ['async'], since: '6.7', text: 'all memory, with UFFD_FEATURE_WP_ASYNC', src: 'd61ea1cb0095 (v6.7) include/linux/userfaultfd_k.h vma_can_userfault()' },
];
