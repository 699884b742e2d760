/** What files of a running machine say of what its kernel can do; what could not be read is undefined. */
export interface MachineFacts {
  /** The value of /proc/sys/vm/unprivileged_userfaultfd. */
  readonly unprivileged: number | undefined;
  /** Whether /dev/userfaultfd is there, and this process may open it. */
  readonly device: 'absent' | 'there' | 'open';
  /** CapEff of this process, a bit for each capability. */
  readonly capabilities: bigint | undefined;
  /** Whether the user namespace of this process is the first one, where capabilities count. */
  readonly isInitialNamespace: boolean | undefined;
  /** 0 none, 1 strict, 2 a filter. */
  readonly seccomp: number | undefined;
  /** The pagemap word of a page of this process that is in use. */
  readonly ownWord: bigint | undefined;
  /** VmFlags of the mapping of that page. */
  readonly ownFlags: ReadonlySet<string> | undefined;
  /** Names of the swap areas in use. */
  readonly swapAreas: readonly string[] | undefined;
  /** `always`, `madvise`, `never`. */
  readonly thpMode: string | undefined;
  /** Sizes of hugetlb pages. */
  readonly hugeSizes: readonly string[] | undefined;
  /** Bytes. */
  readonly pageSize: number | undefined;
  /** Page-table levels in use. */
  readonly paging: number | undefined;
}
