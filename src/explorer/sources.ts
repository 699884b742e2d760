/** Where a fact stands in the kernel: what is shown, and the page that has it. */
interface SourceLink {
  readonly text: string;
  /** Undefined where the text names no file of a released kernel. */
  readonly href: string | undefined;
}

const TREE = 'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/';

/** Kernel tag and file in front of a symbol; another file of the same tag may follow behind a semicolon. */
const PLACE = /^(v\d+\.\d+(?:-rc\d+)?)\s+([\w.-]+(?:\/[\w.-]+)+)/;

/**
 * The parts of a source as tables have it, each with a link to the file in the tree of its release.
 *
 * @example sourceLinks('v6.12 mm/memory.c do_swap_page') // one link, …/tree/mm/memory.c?h=v6.12
 */
export function sourceLinks(src: string): readonly SourceLink[] {
  let tag = '';
  return src.split(/;\s*/).map((part) => {
    const own = PLACE.exec(part) ?? PLACE.exec(`${tag} ${part}`);
    if (!own) return { text: part, href: undefined };
    const [, release = '', file = ''] = own;
    tag = release;
    return { text: part, href: `${TREE}${file}?h=${release}` };
  });
}
