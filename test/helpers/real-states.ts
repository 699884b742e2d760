/**
 * The state that an entry must decode to, by the name that the fixtures give to how it was made
 * (test/fixtures/realkernel/README.md, "State names").
 *
 * @param made name of the construction
 * @param kernel profile; 6.1 stores a failed swap-in as a type of its own, later kernels as a marker
 */
export function expectedState(made: string, kernel: string): string {
  if (made === 'swapin_error') return kernel === 'debian-6.1' ? 'swapin-error' : 'pte-marker';
  const row = ROWS.find(([pattern]) => pattern.test(made));
  if (row === undefined) throw new Error(`${made}: a state that no row names`);
  return row[1];
}

const ROWS: readonly (readonly [RegExp, string])[] = [
  [/^none|_zapped$(?<=^uffdwp_anon_zapped)/, 'none'],
  [/marker/, 'pte-marker'],
  [/hwpoison/, 'hwpoison'],
  [/^uffd_rwp_anon_present$/, 'protnone'],
  [/_swapped_in_protnone_vma$/, 'swap'],
  [/protnone/, 'protnone'],
  [/swapped/, 'swap'],
  [/present|zero_page|read|merged|cow|lazyfree|thp|unprotected|written|faultaround|dirty/, 'present'],
];
