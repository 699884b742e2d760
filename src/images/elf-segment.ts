/** One program header of an ELF file, whatever its class. All values in bytes. */
export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly vaddr: bigint;
  readonly paddr: bigint;
  readonly fileSize: bigint;
  readonly memSize: bigint;
  /** Where the header itself lies in the file. */
  readonly headerAt: number;
}
