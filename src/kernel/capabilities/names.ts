/** The names of `CAPABILITIES`, apart from what they need, for the words of a shell. */
// prettier-ignore
export const CAPABILITY_NAMES = [
  'userfaultfd', 'userfaultfd-open', 'uffd-wp', 'uffd-wp-shmem', 'uffd-wp-hugetlb', 'wp-unpopulated', 'wp-async', 'rwp',
  'markers', 'poison', 'guard', 'guard-files', 'pagemap', 'pagemap-exclusive', 'pagemap-uffd-wp', 'pagemap-guard',
  'pagemap-scan', 'pagemap-scan-unpopulated', 'pagemap-scan-holes', 'pagemap-scan-armed', 'soft-dirty', 'pfn', 'no-swap',
  'thp', 'hugetlb', 'page-size', 'five-levels',
] as const;
export type CapabilityName = (typeof CAPABILITY_NAMES)[number];
