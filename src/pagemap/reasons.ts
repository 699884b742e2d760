/** Why a question about pages has no answer. */
export const REASONS = {
  notRead:
    'pages that were not read, in mappings that smaps calls empty: --exact reads them; a capture must be taken again',
  hidden: 'frame numbers, swap types and offsets are hidden: the kernel shows them only with CAP_SYS_ADMIN',
  openType:
    'nobody said which kernel made the words (-k), or whether with CONFIG_DEVICE_PRIVATE (--config), and which swap types are special ones depends on it',
  tooLate:
    'what other pages show would decide it, and standard input is read once only: a file is looked at twice, and -k or --config says it',
  notInDump:
    'pages that only one of the two has, where without mappings (--maps, captures) nothing tells whether they were unmapped or not read',
  maybeUnmapped:
    'empty entries of a dump without mappings (--maps, captures): nothing tells whether such a page holds nothing or is not mapped',
  noMaps: 'nothing is known of mappings: --maps takes a copy of /proc/PID/maps or smaps',
  noVmFlags:
    'the mappings have no VmFlags: they stand in /proc/PID/smaps (for its owner and root), and --maps takes a copy of it',
  sharedGone:
    'pages of a file or of shared memory are gone from their entries: those of shared memory may be in swap, and it is not known whether they were written to (of a file on a disk captures and smaps tell that it is one)',
  maybeShared:
    'nothing is known of mappings, and empty pages of shared memory may be in swap: --maps takes a copy of smaps',
} as const;
