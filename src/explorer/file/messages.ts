import type { Level } from '../../core/rows/layout.ts';
import type { PageData } from '../../pages/html/html-data.ts';
import type { AnnotatedPart } from '../log/annotate.ts';

/** What a file can be. */
export const FILE_KINDS = ['table', 'pagemap', 'log'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** What the worker is asked. */
export interface FileQuestion {
  readonly file: File;
  /** Undefined: to be found out. */
  readonly kind: FileKind | undefined;
  /** The kernel that was chosen; empty where nobody chose. */
  readonly kernel: string;
  readonly level: Level;
  /** The address of the first entry. */
  readonly address: string;
  /** A text of /proc/PID/maps for a dump without mappings. */
  readonly maps: File | undefined;
}

/** An entry of a table of entries, or some empty ones that follow each other. */
export interface TableRow {
  /** The first address that it maps. */
  readonly address: string;
  readonly raw: string;
  readonly state: string;
  /** It is what it is because its address is one of the kernel. */
  readonly isKernels: boolean;
  /** What it is, in a line. */
  readonly text: string;
  /** Entries of the row: more than one only of empty ones. */
  readonly count: number;
}

/** What is in a file. */
export type FileResult =
  | {
      readonly kind: 'table';
      readonly kernel: string;
      readonly level: Level;
      readonly rows: readonly TableRow[];
    }
  | {
      readonly kind: 'pagemap';
      readonly kernelText: string;
      readonly data: PageData;
      readonly pageSize: number;
      readonly totals: readonly { readonly category: string; readonly pages: number }[];
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'log'; readonly parts: readonly AnnotatedPart[]; readonly isWhole: boolean };

/** What the worker says: how far it is, then what there is, or what went wrong. */
export type FileAnswer =
  { readonly progress: number } | { readonly result: FileResult } | { readonly error: string };
