import { useEffect, useState } from 'preact/hooks';

/** Bits of a line, by the least width of the window in pixels. */
const WIDTHS = [
  { from: 1500, columns: 64 },
  { from: 620, columns: 32 },
  { from: 0, columns: 16 },
] as const;

const columnsNow = (): number => WIDTHS.find(({ from }) => window.innerWidth >= from)?.columns ?? 16;

/** How many bits stand in a line of the window. */
export function useColumns(): number {
  const [columns, setColumns] = useState(columnsNow);
  useEffect(() => {
    const measure = (): void => {
      setColumns(columnsNow());
    };
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('resize', measure);
    };
  }, []);
  return columns;
}
