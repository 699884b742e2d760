import { MEMORY_OPTIONS } from '../../options/memory/memory-specs.ts';
import { JSON_OPTION } from '../../options/output/format.ts';
import { type CommandSpec, variant } from '../../spec.ts';

/** `pte-decode image`. */
export const spec: CommandSpec = {
  name: 'image',
  group: 'Images',
  args: 'FILE',
  summary: 'Show what a memory image is and what it holds',
  description: [
    'Reads ELF cores (QEMU dump-guest-memory, /proc/vmcore, /proc/kcore), kdump-compressed images (makedumpfile, QEMU), both also flattened, LiME and, with --memory-base, raw memory. Shows ranges of memory, the root registers of each CPU, and what VMCOREINFO tells of the kernel.',
  ],
  options: [...MEMORY_OPTIONS, variant(JSON_OPTION, { text: 'write one JSON object' })],
  examples: [{ command: 'pte-decode image vmcore.elf', text: 'kernel, CPUs and memory of a dump' }],
  load: async () => (await import('./run.ts')).action,
};
