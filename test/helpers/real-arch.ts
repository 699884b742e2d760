import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ZSTDDecoder } from 'zstddec/stream';
import { arrayOf, property, stringOf } from './json.ts';

/**
 * Machines of other architectures whose tables were cut out of dumps, and what has to be said to pte-decode beside the
 * registers: the riscv64 image names no kernel.
 */
export const REAL_ARCH = [
  { folder: 'arm64-6.1.176-4k-48bit-kpti', options: [] },
  { folder: 'arm64-6.12.117-16k-47bit', options: [] },
  { folder: 'arm64-6.12.117-4k-52bit-lpa2', options: [] },
  { folder: 'riscv64-6.12.117-sv39', options: ['--kernel', '6.12'] },
] as const;

/** The halves of the addresses, each with an image and a list of addresses. */
export const HALVES = ['user', 'kernel'] as const;

const decoder = new ZSTDDecoder();

/** A file of one of the folders, unpacked. */
export async function realArchFile(folder: string, name: string): Promise<Buffer> {
  const path = fileURLToPath(new URL(`../fixtures/realkernel-arch/${folder}/${name}`, import.meta.url));
  const bytes = readFileSync(path);
  if (!name.endsWith('.zst')) return bytes;
  await decoder.init();
  return Buffer.concat([...decoder.decodeStreaming([bytes])]);
}

/** `meta.json` of a folder. */
export async function realArchMeta(folder: string): Promise<unknown> {
  return JSON.parse((await realArchFile(folder, 'meta.json')).toString('utf8'));
}

/** An address of the lists: the entries on the way down, as a walker of the fixture's maker read them. */
export interface ArchTruth {
  readonly va: string;
  readonly levels: readonly { readonly entryPhys: bigint; readonly raw: bigint }[];
  /** What the MMU of the machine says; null where it maps nothing. */
  readonly phys: bigint | null;
  /** The word of /proc/PID/pagemap, where there is one. */
  readonly pagemap: bigint | undefined;
}

/** The addresses of a half, with their truth. */
export async function realArchTruth(folder: string, half: 'user' | 'kernel'): Promise<readonly ArchTruth[]> {
  const name = half === 'user' ? 'ground-truth.jsonl.zst' : 'kernel-truth.jsonl.zst';
  const lines = (await realArchFile(folder, name)).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const row: unknown = JSON.parse(line);
    const phys = property(row, 'phys');
    const pagemap = property(row, 'pagemap');
    return {
      va: stringOf(row, 'va'),
      levels: arrayOf(row, 'levels').map((entry) => {
        const [at, raw] = Array.isArray(entry) ? entry.map((word) => BigInt(String(word))) : [];
        return { entryPhys: at ?? 0n, raw: raw ?? 0n };
      }),
      phys: typeof phys === 'string' ? BigInt(phys) : null,
      pagemap: typeof pagemap === 'string' ? BigInt(pagemap) : undefined,
    };
  });
}

/** The root register of a half as it is printed. */
export async function rootRegister(folder: string, half: 'user' | 'kernel'): Promise<string> {
  const registers = property(await realArchMeta(folder), half === 'user' ? 'registers' : 'kernel_registers');
  const satp = property(registers, 'satp');
  if (typeof satp === 'string') return satp;
  return stringOf(registers, half === 'user' ? 'TTBR0_EL1' : 'TTBR1_EL1');
}
