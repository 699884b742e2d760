import { createHash } from 'node:crypto';
import {
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZSTDDecoder } from 'zstddec/stream';
import { type PhysicalMemory } from '../../src/images/memory.ts';
import { arrayOf, numberOf, property, stringOf } from './json.ts';

/** The kernels whose memory was dumped, and the name under which pte-decode knows each. */
export const REAL_KERNELS = [
  { folder: '6.1.0-56-amd64', kernel: 'debian-6.1' },
  { folder: '6.12.117+deb12-amd64', kernel: 'debian-6.12' },
  { folder: '7.3.4+deb13-amd64', kernel: 'debian-7.3' },
] as const;

/** Where a file of a real kernel lies. */
export function realFile(folder: string, name: string): string {
  return fileURLToPath(new URL(`../fixtures/realkernel/${folder}/${name}`, import.meta.url));
}

/** A JSON file of a real kernel. */
export function realJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(realFile(folder, name), 'utf8'));
}

const LEVELS = ['pgd', 'p4d', 'pud', 'pmd', 'pte'] as const;

/** One page of the process: the raw entries on the way down, as the dump's maker read them. */
export interface TruthRow {
  readonly va: bigint;
  readonly region: string;
  readonly state: string;
  readonly leaf: string;
  readonly entries: readonly { readonly level: string; readonly raw: bigint }[];
  readonly pagemap: bigint;
}

/** Every page listed in `ground-truth.jsonl`. */
export function readTruth(folder: string): TruthRow[] {
  return readFileSync(realFile(folder, 'ground-truth.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): TruthRow => {
      const row: unknown = JSON.parse(line);
      return {
        va: BigInt(stringOf(row, 'va')),
        region: stringOf(row, 'region'),
        state: stringOf(row, 'state'),
        leaf: stringOf(row, 'leaf'),
        entries: LEVELS.flatMap((level) => {
          const raw = property(row, level);
          return typeof raw === 'string' ? [{ level, raw: BigInt(raw) }] : [];
        }),
        pagemap: BigInt(stringOf(row, 'pagemap')),
      };
    });
}

/** One page-table page of `pagetables.bin`. */
export interface TablePage {
  readonly physAddr: bigint;
  readonly bytes: Uint8Array;
}

/** The page-table pages of a process, and the physical address of the top one. */
export function readTables(folder: string): { root: bigint; pages: TablePage[] } {
  const index = realJson(folder, 'pagetables.json');
  const bytes = readFileSync(realFile(folder, 'pagetables.bin'));
  const pages = arrayOf(index, 'pages').map((page) => {
    const at = numberOf(page, 'file_offset');
    return {
      physAddr: BigInt(stringOf(page, 'paddr')),
      bytes: new Uint8Array(bytes.subarray(at, at + 4096)),
    };
  });
  return { root: BigInt(stringOf(index, 'root_paddr')), pages };
}

/** A physical memory that holds some pages and nothing else. */
export function pagesMemory(pages: readonly TablePage[]): PhysicalMemory {
  const byAddress = new Map(pages.map((page) => [page.physAddr, page.bytes]));
  return {
    info: {
      path: 'pages',
      format: 'raw',
      summary: 'pages of a test',
      fileSize: 0,
      machine: undefined,
      littleEndian: true,
      cpus: [],
      vmcoreinfo: undefined,
      release: undefined,
      notes: [],
    },
    readInto(physAddr, target) {
      for (let done = 0; done < target.length;) {
        const at = physAddr + BigInt(done);
        const part = byAddress.get(at & ~0xfffn)?.subarray(Number(at & 0xfffn), 4096);
        if (part === undefined) return false;
        target.set(part.subarray(0, target.length - done), done);
        done += part.length;
      }
      return true;
    },
    holeAt: () => 'not in the image',
    ranges: () => [],
    close() {},
  };
}

/**
 * Unpacks `vmcore.elf.zst` into the temporary folder and returns the path. Zero pages become holes, and the
 * file is shared by all test files and later runs: its name holds the digest of the packed file.
 */
export async function unpackedImage(folder: string): Promise<string> {
  const packed = readFileSync(realFile(folder, 'vmcore.elf.zst'));
  const digest = createHash('sha256').update(packed).digest('hex').slice(0, 16);
  const dir = join(tmpdir(), 'pte-decode-tests');
  const path = join(dir, `${folder}-${digest}.elf`);
  if (existsSync(path)) return path;
  mkdirSync(dir, { recursive: true });
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const partial = `${path}.${process.pid}`;
  const fd = openSync(partial, 'w');
  let at = 0;
  for (const chunk of decoder.decodeStreaming(slices(packed))) {
    writeSparse(fd, chunk, at);
    at += chunk.length;
  }
  ftruncateSync(fd, at);
  closeSync(fd);
  renameSync(partial, path);
  return path;
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65536) yield bytes.subarray(at, at + 65536);
}

const ZERO = new Uint8Array(4096);

function writeSparse(fd: number, chunk: Uint8Array, at: number): void {
  for (let from = 0; from < chunk.length; from += ZERO.length) {
    const part = chunk.subarray(from, from + ZERO.length);
    if (Buffer.compare(part, ZERO.subarray(0, part.length)) !== 0)
      writeSync(fd, part, 0, part.length, at + from);
  }
}
