import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { completionModel } from '../completion/model.ts';
import { zshScript } from '../completion/zsh.ts';
import { manPage } from './page.ts';
import { commandTree } from '../commands/registry.ts';

/**
 * The files that the build makes out of the command tree: the manual page, and the completion scripts under the names
 * that the shells look for.
 *
 * @param version the version that the manual page shows
 * @returns text by path below the package's root
 */
export async function generatedFiles(version: string): Promise<ReadonlyMap<string, string>> {
  const tree = await commandTree();
  const model = completionModel(tree);
  return new Map([
    ['man/pte-decode.1', manPage(tree, version)],
    ['completions/pte-decode.bash', bashScript(model)],
    ['completions/_pte-decode', zshScript(model)],
    ['completions/pte-decode.fish', fishScript(model)],
  ]);
}
