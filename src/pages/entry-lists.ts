/** Entries of one kind at equal distances, nothing but empty ones between them, with their values, as a page of HTML holds them. */
export interface EntryList {
  /** Page number of the first. */
  readonly page: number;
  /** Pages that each covers. */
  readonly size: number;
  /** Pages from one to the next. */
  readonly every: number;
  readonly category: string;
  readonly count: number;
  /** The lowest bit in which they differ. */
  readonly shift: number;
  /**
   * The first value, then by how much each of the others is more than the one before it, from bit `shift` on:
   * hexadecimal digits with a comma between them, the last of them with `*` and how often where it is repeated.
   */
  readonly values: string;
}

/** What is known of the values of the entries of a picture. */
export interface KnownEntries {
  /** In order of addresses. */
  readonly lists: readonly EntryList[];
  /** Whether they hold all entries of a category. */
  readonly isWhole: (category: string) => boolean;
}
