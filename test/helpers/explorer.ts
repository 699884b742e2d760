import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium.ts';
import { fileURLToPath } from 'node:url';

/** The page as the build makes it. */
export const EXPLORER = fileURLToPath(new URL('../../dist/explorer.html', import.meta.url));

/** What the page says of a value. */
export interface Shown {
  readonly kernel: string;
  readonly state: string;
  readonly raw: string;
  readonly uffdWp: string;
  readonly flags: readonly string[];
  readonly rules: readonly { readonly verdict: string; readonly why: string }[];
  readonly notes: readonly { readonly code: string; readonly grade: string; readonly text: string }[];
}

/**
 * Puts `shown()` into a page, which gives what the page says, `settled()`, which waits for it to be drawn, and `unseen()`, for
 * many steps of which nobody asks where anything stands: nothing is laid out meanwhile.
 */
const READERS = `
globalThis.shown = () => {
  const main = document.querySelector('main');
  const all = (selector, map) => [...main.querySelectorAll(selector)].map(({ dataset }) => map(dataset));
  return {
    kernel: document.querySelector('#kernel-line')?.dataset.kernel ?? '',
    state: main.dataset.state,
    raw: main.dataset.raw,
    uffdWp: main.querySelector('[data-uffd-wp]')?.dataset.uffdWp ?? '',
    flags: all('[data-flag]', ({ flag }) => flag),
    rules: all('[data-rule]', ({ verdict, why }) => ({ verdict, why })),
    notes: all('[data-note]', ({ note: code, grade, text }) => ({ code, grade, text })),
  };
};
globalThis.unseen = async (steps) => {
  document.documentElement.hidden = true;
  try { return await steps(); } finally { document.documentElement.hidden = false; }
};
globalThis.settled = async () => { for (let turn = 0; turn < 8; turn += 1) await null; };
globalThis.visit = async (hash) => {
  if (location.hash === hash) return;
  const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
  location.hash = hash;
  await changed;
  await settled();
};`;

/** The page in a Chromium of its own. */
export class OpenExplorer {
  readonly page: Page;
  readonly #browser: Browser;
  /** What the browser or the page complained of. */
  readonly complaints: string[] = [];
  /** What was asked for besides the page itself. */
  readonly requests: string[] = [];

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  /** @param program the path or name of a Chromium */
  static async open(program: string): Promise<OpenExplorer> {
    const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    const explorer = new OpenExplorer(browser, page);
    page.on('pageerror', ({ message }) => explorer.complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        explorer.complaints.push(message.text());
    });
    page.on('dialog', (dialog) => {
      explorer.complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(?:file:.*\/explorer\.html|blob:)/.test(url)) explorer.requests.push(url);
    });
    await page.addInitScript(READERS);
    await page.goto(`file://${EXPLORER}`);
    await page.waitForSelector('main');
    return explorer;
  }

  /** Goes through addresses and gives what the page says of each. */
  async visit(hashes: readonly string[]): Promise<readonly Shown[]> {
    return this.page.evaluate(`unseen(async () => {
      const all = [];
      for (const hash of ${JSON.stringify(hashes)}) { await visit(hash); all.push(shown()); }
      return all;
    })`);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/**
 * Tests of the page in a Chromium of their own; where there is none they are skipped, and say so.
 *
 * @param tests declares them; the function that it is given gives the page while they run
 */
export function inExplorer(name: string, tests: (explorer: () => OpenExplorer) => void): void {
  if (CHROMIUM === undefined) {
    test.skip(`no Chromium: ${name}`, () => undefined);
    return;
  }
  const program = CHROMIUM;
  describe(name, () => {
    let explorer: OpenExplorer | undefined;
    beforeAll(async () => {
      explorer = await OpenExplorer.open(execFileSync('which', [program], { encoding: 'utf8' }).trim());
    });
    afterAll(async () => {
      await explorer?.close();
    });
    tests(() => {
      if (!explorer) throw new Error('the page is not open');
      return explorer;
    });
  });
}
