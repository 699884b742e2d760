import { MEMORY_KINDS, type MemoryKind } from '../../kernel/uffd/model.ts';
import type { Vma } from '../../pages/maps.ts';

const SHMEM = /^(?:\/memfd:|\/dev\/zero|\/SYSV|\/dev\/shm\/|\[anon_shmem:)/;
const HUGETLB = /^(?:\/anon_hugepage|\/dev\/hugepages\/)/;
/** Memory that can be sealed and named may be of huge pages as well. */
const MAY_BE_HUGETLB = /^(?:\/memfd:|\/SYSV|\/(?!dev\/))/;
/** A path says nothing of the file system: tmpfs is shmem. */
const PATH = /^\/(?!dev\/|memfd:|SYSV|anon_hugepage)/;

/**
 * The kinds of memory that a mapping can be: what its name in maps, its permissions and its VmFlags leave open.
 *
 * @param vma undefined: nothing is known, and all kinds are possible
 */
export function kindsOf(vma: Vma | undefined): readonly MemoryKind[] {
  if (!vma) return MEMORY_KINDS;
  const { name, perms, vmFlags } = vma;
  const isShared = perms.endsWith('s');
  if (vmFlags?.includes('ht') === true || HUGETLB.test(name))
    return [isShared ? 'hugetlb' : 'hugetlb_private'];
  if (!name.startsWith('/') && !name.startsWith('[anon_shmem:'))
    return isShared ? ['shmem'] : ['anon', 'thp'];
  const kinds: MemoryKind[] = [];
  if (SHMEM.test(name) || PATH.test(name)) kinds.push(isShared ? 'shmem' : 'shmem_private');
  if (PATH.test(name)) kinds.push(isShared ? 'file_shared' : 'file_private');
  if (vmFlags === undefined && MAY_BE_HUGETLB.test(name))
    kinds.push(isShared ? 'hugetlb' : 'hugetlb_private');
  return kinds.length > 0 ? kinds : MEMORY_KINDS;
}
