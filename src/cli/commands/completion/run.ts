import { usageError } from '../../../core/errors.ts';
import { meantText } from '../../../core/nearest.ts';
import { printable } from '../../../core/printable.ts';
import { bashScript } from '../../completion/bash.ts';
import { fishScript } from '../../completion/fish.ts';
import { completionModel } from '../../completion/model.ts';
import { SHELLS } from '../../completion/shells.ts';
import { zshScript } from '../../completion/zsh.ts';
import { EXIT } from '../../exit.ts';
import type { Action } from '../../spec.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `pte-decode completion SHELL`. */
export const action: Action = async (invocation, io, program) => {
  const [name = ''] = invocation.args;
  const shell = SHELLS.find((known) => known === name);
  if (!shell) throw usageError(`completion "${printable(name)}": ${meantText(name, SHELLS)}`);
  io.stdout.write(SCRIPTS[shell](completionModel(await program.commands())));
  return EXIT.ok;
};
