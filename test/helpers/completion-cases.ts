/** A command line up to the cursor and what the shells must offer for its last word. */
export interface CompletionCase {
  readonly line: string;
  /** All that is offered. */
  readonly exactly?: readonly string[];
  /** Some that must be among it. */
  readonly among?: readonly string[];
  readonly not?: readonly string[];
}

/** What every shell must complete; from the command table of the README and the names of the kernel tables. */
export const COMPLETION_CASES: readonly CompletionCase[] = [
  { line: 'pte-decode enc', exactly: ['encode'] },
  { line: 'pte-decode ', among: ['encode', 'apply', 'check', 'compare', 'diff', 'layout', 'kernels'] },
  { line: 'pte-decode --ker', exactly: ['--kernel'] },
  { line: 'pte-decode -k deb', exactly: ['debian-6.1', 'debian-6.12', 'debian-7.3'] },
  { line: 'pte-decode --kernel uff', exactly: ['uffd-wp-special'] },
  { line: 'pte-decode --kernel 4.1', exactly: ['4.14', '4.15', '4.16', '4.17', '4.18', '4.19'] },
  { line: 'pte-decode --kernel=debian-6', exactly: ['debian-6.1', 'debian-6.12'] },
  { line: 'pte-decode -k 6.1 lay', exactly: ['layout'] },
  { line: 'pte-decode --paging 5 enc', exactly: ['encode'] },
  { line: 'pte-decode 0x4 --exp', exactly: ['--explain'] },
  { line: 'pte-decode 0x4 --format ', exactly: ['csv', 'json', 'line', 'long', 'tsv'] },
  { line: 'pte-decode 0x4 enc', exactly: [] },
  { line: 'pte-decode --level p', exactly: ['p4d', 'pgd', 'pmd', 'pte', 'pud'] },
  { line: 'pte-decode encode sw', exactly: ['swap', 'swapin-error'] },
  { line: 'pte-decode encode swap --of', exactly: ['--offset'] },
  { line: 'pte-decode encode swap --off --ty', exactly: ['--type'] },
  { line: 'pte-decode check --ty', exactly: [] },
  { line: 'pte-decode encode swap --flag uffd_w', exactly: ['uffd_wp'] },
  { line: 'pte-decode encode pte-marker --marker g', exactly: ['guard'] },
  { line: 'pte-decode encode uffd-wp-special --vma ', exactly: ['anon', 'file'] },
  { line: 'pte-decode apply pte_mkuf', exactly: ['pte_mkuffd', 'pte_mkuffd_wp'] },
  { line: 'pte-decode apply pte_mkdirty 0', exactly: [] },
  { line: 'pte-decode check --is pte', exactly: ['pte-marker'] },
  { line: 'pte-decode check --rule ', exactly: ['1', '2', '3', '4'] },
  { line: 'pte-decode layout --form ', exactly: ['leaf', 'none', 'protnone', 'swap', 'table'] },
  { line: 'pte-decode --color al', exactly: ['always'] },
  {
    line: 'pte-decode --config CONFIG_DEVICE_P',
    exactly: ['CONFIG_DEVICE_PRIVATE=n', 'CONFIG_DEVICE_PRIVATE=y'],
  },
  { line: 'pte-decode --config CPU_SHADOW_STACK=', exactly: ['CPU_SHADOW_STACK=n', 'CPU_SHADOW_STACK=y'] },
  { line: 'pte-decode pagemap dif', among: ['diff'] },
  { line: 'pte-decode pagemap diff --js', exactly: ['--json'] },
  { line: 'pte-decode pagemap -p self --js', exactly: ['--json'] },
  { line: 'pte-decode -P enc', exactly: ['encode'] },
  // An option in front of what the command is asked.
  { line: 'pte-decode encode -k 6.1 sw', exactly: ['swap', 'swapin-error'] },
  { line: 'pte-decode apply --arch arm64 pte_wr', exactly: ['pte_wrprotect'] },
  { line: 'pte-decode help pagem', exactly: ['pagemap'] },
  { line: 'pte-decode hel', exactly: ['help'] },
  { line: 'pte-decode expla', exactly: ['explain'] },
  { line: 'pte-decode explain -k deb', exactly: ['debian-6.1', 'debian-6.12', 'debian-7.3'] },
  // What the architecture given has, and nothing of others.
  { line: 'pte-decode --arch i386 --paging ', exactly: ['2', '3'] },
  { line: 'pte-decode --paging ', exactly: ['4', '5'] },
  { line: 'pte-decode --arch i386 --level ', exactly: ['pgd', 'pmd', 'pte'] },
  { line: 'pte-decode layout riscv64 --level p4', exactly: ['p4d'] },
  { line: 'pte-decode scan --level pu', exactly: ['pud'] },
  { line: 'pte-decode encode present --arch arm64 --flag PTE_RD', exactly: ['PTE_RDONLY'] },
  { line: 'pte-decode encode present --arch=aarch64 --flag _PAGE_', exactly: [] },
  { line: 'pte-decode encode present --flag PTE_RD', exactly: [] },
  { line: 'pte-decode --arch amd64 --config CONFIG_ARM64', not: ['CONFIG_ARM64_16K_PAGES=y'] },
  { line: 'pte-decode --arch aarch64 --config ARM64_LP', exactly: ['ARM64_LPA2=n', 'ARM64_LPA2=y'] },
  { line: 'pte-decode layout arm64 --config ARM64_LP', exactly: ['ARM64_LPA2=n', 'ARM64_LPA2=y'] },
  { line: 'pte-decode layout lo', exactly: ['loongarch64'] },
  { line: 'pte-decode --arch riscv64 --where flags.', not: ['flags.PTE_AF'] },
  // A log says itself which architecture it is of.
  { line: 'pte-decode log --config ARM64_LP', exactly: ['ARM64_LPA2=n', 'ARM64_LPA2=y'] },
  { line: 'pte-decode pagemap ', among: ['capture', 'diff'] },
  { line: 'pte-decode --config ', among: ['CONFIG_SWAP=n', 'CONFIG_SWAP=y'] },
  { line: 'pte-decode completion ', exactly: ['bash', 'fish', 'zsh'] },
];
