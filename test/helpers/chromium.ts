import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { arrayOf, numberOf, property, stringOf } from './json.ts';

/** A Chromium of this machine; undefined where there is none, and no page is opened. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => {
    try {
      execFileSync(path, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  },
);

/** Starts it. The caller closes it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
}

/** The process of a browser. */
export async function processOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const processes = arrayOf(await session.send('SystemInfo.getProcessInfo'), 'processInfo');
  return numberOf(
    processes.find((each) => property(each, 'type') === 'browser'),
    'id',
  );
}

/** How a page is shown. */
export interface Screen {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** The screens that every page is looked at on. */
export const SCREENS: readonly Screen[] = [
  { width: 1400, scheme: 'light' },
  { width: 400, scheme: 'dark' },
  { width: 1400, scheme: 'dark' },
  { width: 400, scheme: 'light' },
];

/** Shows a page on another screen, 900 pixels high. */
export async function showOn(page: Page, { width, scheme }: Screen): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  // It draws itself anew a frame later.
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))');
}

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds serious or worse in a page, contrast of texts among it: the rule and the places. */
export async function seriousOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const result: unknown = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
  return arrayOf(result, 'violations')
    .filter((each) => ['serious', 'critical'].includes(stringOf(each, 'impact')))
    .map((each) => `${stringOf(each, 'id')}: ${JSON.stringify(arrayOf(each, 'nodes').map((node) => property(node, 'html')))}`); // prettier-ignore
}
