import { SHELLS } from '../../completion/shells.ts';
import type { CommandSpec } from '../../spec.ts';

/** `pte-decode completion`. */
export const spec: CommandSpec = {
  name: 'completion',
  group: 'Other',
  args: 'SHELL',
  suggest: SHELLS,
  summary: 'Print the completion script of a shell: bash, zsh or fish',
  description: [
    'bash: put "source <(pte-decode completion bash)" into ~/.bashrc, or the script into a file called pte-decode under ~/.local/share/bash-completion/completions/.',
    'zsh: put the script into a file called _pte-decode in a directory of $fpath.',
    'fish: put the script into ~/.config/fish/completions/pte-decode.fish.',
    'The scripts hold all commands, options and names of this version and start no program while completing.',
  ],
  options: [],
  examples: [
    { command: 'pte-decode completion bash', text: 'the script for bash' },
    { command: 'pte-decode completion fish | head -n 5', text: 'the first lines of that for fish' },
  ],
  load: async () => (await import('./run.ts')).action,
};
