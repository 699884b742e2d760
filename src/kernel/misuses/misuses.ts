/** What kernels are known to have done to swap entries with a function that is for present ones. */
interface Misuse {
  /** Names before and after the renaming of 7.3. */
  readonly functions: readonly string[];
  readonly text: string;
  readonly src: string;
}

const MISUSES: readonly Misuse[] = [
  {
    functions: ['pte_clear_uffd_wp', 'pte_clear_uffd'],
    text: 'fork did this to hugetlb entries before the fix 83abe2fd5b3a',
    src: '83abe2fd5b3a "mm/hugetlb: fix swap entry corruption when clearing uffd-wp at fork()": mm/hugetlb.c copy_hugetlb_page_range',
  },
];

/** What a function is known to have been misused for; undefined where nothing is. */
export function misuseOf(name: string): string | undefined {
  return MISUSES.find(({ functions }) => functions.includes(name))?.text;
}
