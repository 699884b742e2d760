import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { property } from './json.ts';

/** A Chromium of this machine; undefined where there is none. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--hide-scrollbars'],
  '--remote-debugging-pipe',
];

/** How a page is shown. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

/** A page that is open in a Chromium of its own, without a change to the page: what is asked goes by another way. */
export class OpenPage {
  readonly #process: ChildProcess;
  readonly #to: Writable;
  readonly #profile: string;
  readonly #answers = new Map<number, (message: unknown) => void>();
  readonly #events = new Map<string, () => void>();
  #session: string | undefined;
  #next = 0;
  /** What the page, or the browser about it, complained of. */
  readonly complaints: string[] = [];

  private constructor(chromium: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'pte-decode-chromium-'));
    this.#process = spawn(chromium, [...FLAGS, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const [, , , to, from] = this.#process.stdio;
    if (!(to instanceof Writable) || !(from instanceof Readable)) throw new Error('no pipes to Chromium');
    this.#to = to;
    let rest = '';
    from.setEncoding('utf8').on('data', (piece: string) => {
      const messages = `${rest}${piece}`.split('\0');
      rest = messages.pop() ?? '';
      for (const text of messages) this.#take(JSON.parse(text));
    });
  }

  /** Opens a file. */
  static async open(path: string, screen: Screen): Promise<OpenPage> {
    const page = new OpenPage(CHROMIUM ?? 'chromium');
    const target = await page.#ask('Target.createTarget', { url: 'about:blank' });
    const targetId = property(target, 'targetId');
    const attached = await page.#ask('Target.attachToTarget', { targetId, flatten: true });
    page.#session = String(property(attached, 'sessionId'));
    for (const domain of ['Page', 'Runtime', 'Log']) await page.#ask(`${domain}.enable`);
    await page.show(screen);
    await page.visit(path);
    return page;
  }

  /** Goes to another file. */
  async visit(path: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#events.set('Page.loadEventFired', resolve));
    await this.#ask('Page.navigate', { url: `file://${path}` });
    await loaded;
  }

  /** Shows the page on another screen. */
  async show({ width, height, scheme }: Screen): Promise<void> {
    await this.#ask('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#ask('Emulation.setEmulatedMedia', { features });
    await this.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))');
  }

  /** The value of an expression of JavaScript, or of the promise that it is. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const details = property(answer, 'exceptionDetails');
    if (details !== undefined) throw new Error(JSON.stringify(details));
    return property(property(answer, 'result'), 'value');
  }

  /** Presses a key, as a user does: `Tab`, `ArrowDown`, `a`. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? { text: key } : key === 'Enter' ? { text: '\r' } : {};
    const code = KEY_CODES[key] ?? key.toUpperCase().charCodeAt(0);
    for (const type of ['keyDown', 'keyUp'])
      await this.#ask('Input.dispatchKeyEvent', {
        type,
        key,
        code: key,
        windowsVirtualKeyCode: code,
        ...text,
      });
  }

  /** Moves the pointer to a place on the screen, and presses its button there. */
  async click(x: number, y: number): Promise<void> {
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased'])
      await this.#ask('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  }

  /** A picture of the screen, or of the whole page: the bytes of a PNG. */
  async screenshot(isWhole = false): Promise<Uint8Array> {
    const answer = await this.#ask('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: isWhole,
    });
    return Buffer.from(String(property(answer, 'data')), 'base64');
  }

  /** The process of the browser. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('close', resolve));
    this.#session = undefined;
    await this.#ask('Browser.close');
    await ended;
    // Processes of the browser may write a little longer than it runs.
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  #ask(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#next;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#to.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.#answers.set(id, (message) => {
        const error = property(message, 'error');
        if (error === undefined) resolve(property(message, 'result'));
        else reject(new Error(`${method}: ${JSON.stringify(error)}`));
      });
    });
  }

  #take(message: unknown): void {
    const id = Number(property(message, 'id'));
    this.#answers.get(id)?.(message);
    this.#answers.delete(id);
    const event = String(property(message, 'method'));
    this.#events.get(event)?.();
    if (event === 'Runtime.exceptionThrown' || event === 'Log.entryAdded')
      this.complaints.push(JSON.stringify(property(message, 'params')));
  }
}

// prettier-ignore
const KEY_CODES: Readonly<Record<string, number>> = {
  Tab: 9, Enter: 13, Escape: 27, ' ': 32, PageUp: 33, PageDown: 34, End: 35, Home: 36,
  ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40,
};
