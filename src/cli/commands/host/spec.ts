import { CAPABILITY_NAMES } from '../../../kernel/capabilities/names.ts';
import { JSON_OPTION, QUIET_OPTION, SOURCES_OPTION } from '../../options/output/format.ts';
import { ARCH_OPTION, CONFIG_OPTION, KERNEL_OPTION } from '../../options/kernel/kernel.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';
import { type CommandSpec, variant } from '../../spec.ts';

/** `pte-decode host`. */
export const spec: CommandSpec = {
  name: 'host',
  group: 'Kernels',
  args: '',
  summary: 'Say what this machine and its kernel can do for userfaultfd and pagemap',
  description: [
    'Answers yes, no or unknown, with the reason: what files of the machine show, else what follows from the release and the configuration of its kernel (/proc/config.gz, /boot). Nothing is changed and no ioctl is made. With --kernel the answers are those of another kernel, from release and configuration alone.',
    'Exit status: 0; with --need 0 all are there, 1 one is missing, 2 of one it is unknown.',
  ],
  options: [
    {
      long: 'need',
      value: 'NAME,...',
      repeat: true,
      suggest: CAPABILITY_NAMES,
      text: 'tell only of these, and exit with 1 when one is missing, 2 when one is unknown',
    },
    variant(KERNEL_OPTION, { text: 'ask of another kernel: a profile or a release (default: this machine)' }),
    ARCH_OPTION,
    variant(CONFIG_OPTION, {
      text: 'its .config (plain or gz), or one symbol such as CONFIG_USERFAULTFD=y; repeatable',
    }),
    SOURCES_OPTION,
    variant(JSON_OPTION, { text: 'one JSON object per answer' }),
    VERDICT_FORMAT_OPTION,
    variant(QUIET_OPTION, { text: `${QUIET_OPTION.text}, with --need` }),
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode host', text: 'what this machine can do' },
    { command: 'pte-decode host --kernel debian-6.1 --need uffd-wp-shmem,wp-async', text: '6.1 has one of them', exit: 1 },
  ],
  load: async () => (await import('./run.ts')).action,
};
