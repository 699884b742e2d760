import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { EMPTY, LEFT_OUT } from '../../pages/categories.ts';
import type { PageData } from '../../pages/html/html-data.ts';
import { columnsOf, type StripData } from './columns.ts';

/** What is rare in a column is still so many pixels high. */
const LEAST = 3;

/** A picture of strips: columns of pages from left to right, each stacked by state. */
export function Bar({
  strips,
  categories,
  label,
}: {
  readonly strips: readonly StripData[];
  readonly categories: PageData['categories'];
  readonly label: string;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current) paint(canvas.current, strips, categories);
    };
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    const size = new ResizeObserver(draw);
    if (canvas.current) size.observe(canvas.current);
    scheme.addEventListener('change', draw);
    return () => {
      size.disconnect();
      scheme.removeEventListener('change', draw);
    };
  }, [strips, categories]);
  return <canvas ref={canvas} class="bar" role="img" aria-label={label} />;
}

function paint(
  canvas: HTMLCanvasElement,
  strips: readonly StripData[],
  categories: PageData['categories'],
): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return;
  const style = getComputedStyle(document.documentElement);
  const colours = categories.map(({ colour }) => style.getPropertyValue(colour).trim());
  const isEmpty = categories.map(({ name }) => name === EMPTY || name === LEFT_OUT);
  context.fillStyle = style.getPropertyValue('--c-none').trim();
  context.fillRect(0, 0, width, height);
  columnsOf(strips, width).forEach((column, x) => {
    const all = [...column.values()].reduce((sum, pages) => sum + pages, 0);
    let y = height;
    for (const [category, pages] of [...column].sort((a, b) => b[1] - a[1])) {
      if (isEmpty[category]) continue;
      const tall = Math.min(height, Math.max(LEAST * ratio, Math.round((height * pages) / all)));
      context.fillStyle = colours[category] ?? '';
      context.fillRect(x, Math.max(0, y - tall), 1, tall);
      y = Math.max(LEAST * ratio, y - tall);
    }
  });
}
