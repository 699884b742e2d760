// dist/explorer.html: one file with all that the explorer is. Its policy lets it load nothing and run nothing else.
import { minify } from '@swc/core';
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from './bundles.mjs';
import { WASM_MODULES } from './wasm-modules.mjs';
import { withoutKeys } from './without-keys.mjs';

/** The browsers of the last years: those that have BigInt, private fields and `toReversed`. */
const TARGET = ['chrome111', 'firefox115', 'safari16.4'];

/** Loads a module without keys of its tables that the page has no use for. */
const without =
  (...keys) =>
  ({ path }) => ({ contents: withoutKeys(readFileSync(path, 'utf8'), keys), loader: 'js' });

/** What is known of a machine for `host`, for images and for the name of its configuration. */
const OF_HOST_AND_IMAGES = [
  'notes',
  'rootRegister',
  'elf',
  'elfOf32',
  'kconfig',
  'node',
  'cpuFlag',
  'windows',
  'isolation',
  'userTag',
];

/** Keys that take much room and that neither a record, an expression nor a browser knows: the page has letters for them. */
const OWN_KEYS = `
  addressSpace addressTag addText adjective advice afterDigits announces architectures archOfReport archs
  areLevelsAssumed around askedWith assumedBefore barePage beforeFaultCode blanks brief builds builtFor byName
  byteOrder byUser caller callTrace choose circumstances codeAddress codeText countLines countStates cpuIgnores
  cpuIgnoresIn decodeSwap directMap disagreeing encBit encMask endOfWhole endsBefore endsLine entryBits expire
  faultCode faultsBeyondTables faultTellsPage feedOf filledTables findForeign findNear findRuns firstOfTwo
  fixedMap folder foreign formRow forms formsAt found genericTypeShift grade hardwareEntry hasAnnounced
  hasChanged hasFaultCode hashedFaults hasLevels hasOffset hasPointer hasRoom hasVmas hasWarnings hasWideEntries
  headMapcount heads hostFrames hypervisor ignores illegalPointer implies indexBits inherited inProse inverted
  isArchAssumed isArchOfCompiler isAssumed isBad isBanner isBehindWalk isBelowName isCodeUnnamed isCopy
  isCorrupt isCut isDelayed isFirm isFirst isFollowed isFrozen isGiven isGuarded isHashed isImplicit isInPte
  isJump isKernels isKnown isLast isLayoutBefore isLevelAssumed isLevelOpen isMany isMemory isMention isNamed
  isNamedElsewhere isOfFault isOfLog isOfMap isOfOthers isOfReport isOfStack isOnly isOpen isOver isPart
  isPassed isPhysBitsOfCpu isPrelude isPrinted isPteAssumed isPteOpen isReadOnly isRepeated isRuledOut isSaid
  isShared isShown isStable isStated isStep isStrict isSwapLayoutOpen isTangled isTorn isUffdWpKnown isUnknown
  isUnnamed isUnpadded isVendor isWaiting isWeakEmpty isWhole keepFront kernelAddress kernelCode kernelData
  kernelError kernelHalf kernelOf kernelPage kernelRoot kernels kernelText keyRows lacks laterLevels leansBack
  leastPhysBits levelBelow levelsAssumed likelyPaging logLines logTraits lowOnly machine machines magic
  markerMask markerType markSequential maxSwapfiles memoryEnd mentioned mentions migrationAd misuse
  moreAddressBits morePhysBits namesSteps nearby nearHits needs noAddresses noEntries noKernelPage noPage
  notPresent notRead oddTables offsetMask ofItsText oldFlags oldKernelPage oldPtes onChoose openFlags otherBuild
  otherFault otherLayout otherSizes ownTablesFrom pageDump pagePlace pageShift pageShifts pageSize pagesPerCell
  pagingSymbol partOf permissions pfnBits physBits physMask physMaskBits pieces portedIn predicates printedSince
  printsEntryPointer printsFolded printsShortEntries processTables provenBy pudSince qemuToo quotedBy quotedDay
  rawOffset refusedFrame refute rootFlags runtime sequential shapes sharedBit sharesNamesWith showMemory
  shownAddress shownBefore shownBy showsAddress since skippedTables specialTypes spokenArch standard stands
  standsAlone startOf stepPlace storedTypeBits strips surelySince surelyUntil swapAt swapLayout swapLayoutSymbol
  swapOffset swapTypes switches swpOffset swpPfnBits tableFlags tablesSince tableWithin tellerOf textOf
  thenClear thenSet tooLarge topEnd tornLevel uffdWp uffdWpSpecial uffdWpSpecialPatch undecoded unknownFault
  unlessOff until untilArch untilThere userEnd userTables vaBits valueError vendor vmFlags walkSays
  walksThroughEmptyTop wholeTables wideLevels wordBits
`
  .trim()
  .split(/\s+/);

/** Leaves out what a page in a browser cannot have, WebAssembly, which its policy forbids, and puts in what Node has. */
const forBrowsers = (root) => ({
  name: 'for-browsers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /bytes\/zlib\.ts$/ }, () => ({ path: join(root, 'src/explorer/crc32.ts') }));
    onResolve({ filter: /wasm-module\.ts$/ }, () => ({ path: join(root, 'src/explorer/no-wasm.ts') }));
    onResolve({ filter: /-wasm-code\.ts$/ }, () => ({ path: 'none', namespace: 'no-code' }));
    // Where the finder in WebAssembly has its words is nothing to the one in JavaScript.
    onLoad({ filter: /find\/(?:near-)?words\.ts$/ }, without('bucket'));
    // Where a function stands in the kernel, or what a log alone shows, no part of the page says.
    onLoad(
      { filter: /arch\/\w+\/(?:[\w-]*functions|large-operations|access)\.ts$/ },
      without('src', 'reads', 'readsAny'),
    );
    // What images, configurations and the machine itself are asked.
    onLoad({ filter: /arch\/\w+\/(?:machine|without-tables)\.ts$/ }, without('src', ...OF_HOST_AND_IMAGES));
    onLoad({ filter: /kernel\/config\.ts$/ }, without('cpuFlag'));
    // Where the configuration of a profile is from, `kernels` says.
    onLoad({ filter: /kernel\/profiles\.ts$/ }, without('src'));
    // What a property is, and which values it can have, is said where one asks for it by name: the page has no such expressions.
    onLoad({ filter: /records\/properties\.ts$/ }, without('text', 'values', 'depends'));
    // What answers depend on, for many values at a time: the page decodes one by one.
    onLoad({ filter: /verdicts\/questions?\.ts$/ }, without('key'));
    onLoad({ filter: /verdicts\/(?:notes|rules)\.ts$/ }, without('reads'));
    // The letters of the columns of `--format line`, which the page does not show.
    onLoad({ filter: /arch\/\w+\/(?:layout|lpae|short|two-level)\.ts$/ }, without('letter', 'cpuFlag'));
    // What a conclusion reads is for the tests, which compare it with what it asks.
    onLoad({ filter: /logs\/conclude\/[\w-]+\.ts$/ }, without('reads'));
    // How the tables of a memory image are told: the page reads none.
    onLoad({ filter: /arch\/\w+\/tables\.ts$/ }, () => ({ contents: 'export const tables = {};' }));
    onLoad({ filter: /./, namespace: 'no-code' }, () => ({
      contents: WASM_MODULES.map(({ name }) => `export const ${name} = '';`).join('\n'),
    }));
  },
});

/** The source of a text for a policy: its digest, so that this text may stand in the page and no other. */
const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = (script, style) =>
  [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');

/** Tables of the architectures, by the end of their names: what is alike stands close together, within the 32 KiB that gzip looks back. */
const ALIKE = [
  'functions.ts',
  'machine.ts',
  'two-level.ts',
  'short.ts',
  'lpae.ts',
  'layout.ts',
  'log-lines.ts',
];

/** Their folders, those that have much in common side by side, by trial; others stand in front. */
const NEIGHBOURS = [
  'arm64',
  'x86',
  'loongarch64',
  'powerpc64',
  'riscv64',
  'x86_64',
  'arm',
  's390x',
  'shared',
  'i386',
];

/** What logs are read by, which is much like the lines of the machines in front of it; in this order by trial. */
const OF_LOGS = [
  'explain/kernel-before.ts',
  'find/words.ts',
  'find/near-words.ts',
  'explain/refusals.ts',
  'lines/shapes.ts',
  'lines/circumstances.ts',
  'lines/escapes.ts',
  'lines/torn-line.ts',
  'lines/kernel-mention.ts',
  'lines/soft-break.ts',
  'explain/boot.ts',
  'reports/line-reader.ts',
  'find/memory.ts',
  'explain/mentioned-kernel.ts',
  'reports/line-buffer.ts',
  'reports/line-copies.ts',
  'lines/kernel-name.ts',
  'reports/line-scanner.ts',
  'lines/json-message.ts',
];

/** The page's script, behind the tables in that order. */
function entry(root) {
  const place = (file) => NEIGHBOURS.indexOf(file.split(/[\\/]/)[0]);
  const files = readdirSync(join(root, 'src/arch'), { recursive: true })
    .toSorted()
    .toSorted((a, b) => place(a) - place(b));
  const tables = ALIKE.flatMap((end) => files.filter((file) => file.endsWith(end)));
  return [
    ...tables.map((file) => `arch/${file}`),
    ...OF_LOGS.map((file) => `logs/${file}`),
    'explorer/main.tsx',
  ]
    .map((file) => `import './src/${file}';`)
    .join('\n');
}

/** The text of explorer.html. */
export async function buildExplorer(root, version) {
  const { outputFiles } = await build({
    stdin: { contents: entry(root), resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: TARGET,
    minify: true,
    mangleProps: new RegExp(`^(?:${OWN_KEYS.join('|')})$`),
    write: false,
    legalComments: 'none',
    charset: 'ascii',
    logLevel: 'warning',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    inject: [join(root, 'src/explorer/buffer.ts')],
    // What terminals alone need is never asked for here, and not put in: else every module would wait for the injected one.
    external: ['chalk', join(root, 'src/records/text/wide.ts')],
    plugins: [forBrowsers(root)],
    define: { PTE_DECODE_VERSION: JSON.stringify(version) },
  });
  const asText = OWN_KEYS.find((key) => new RegExp(`["'\`]${key}["'\`]`).test(outputFiles[0].text));
  if (asText !== undefined) throw new Error(`the key ${asText} is a text of the explorer too`);
  const { colourRules } = await loadModule(root, "export { colourRules } from './src/explorer/colours.ts';");
  const css = colourRules() + readFileSync(join(root, 'src/explorer/style.css'), 'utf8');
  const { code } = await transform(css, { loader: 'css', minify: true, target: TARGET });
  // The names that SWC gives take 2 % less than those of esbuild, behind gzip; what is used once, put where it is used, 1 % more.
  const { code: script } = await minify(outputFiles[0].text, {
    compress: {
      defaults: false,
      passes: 6,
      inline: 3,
      reduce_vars: true,
      unused: true,
      join_vars: true,
      hoist_props: true,
      collapse_vars: true,
      conditionals: true,
      booleans: true,
      if_return: true,
      evaluate: true,
    },
    mangle: true,
    module: false,
    format: { asciiOnly: true },
  });
  const style = code.trim();
  if (/<\/script|<!--/i.test(script)) throw new Error('the script of the explorer would end its element');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>pte-decode explorer</title>
<style>${style}</style>
</head>
<body>
<div id="app"><p>This page decodes page-table entries by a script of its own.</p></div>
<script>${script}</script>
</body>
</html>
`;
}
