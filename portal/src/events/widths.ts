import { usePreference } from '../prefs';
import type { Column } from './columns';

/** How wide columns are that somebody sized, in pixels. */
export type Widths = Readonly<Record<string, number>>;

const LEAST_PIXELS = 48;
const MOST_PIXELS = 1_600;

/** What was remembered, as far as it can be read. */
export function widthsOf(text: string): Widths {
  const pairs = text.split(' ').map((pair) => pair.split('=') as [string, string?]);
  return Object.fromEntries(pairs.flatMap(([id, pixels]) => (id && /^\d{2,4}$/.test(pixels ?? '') ? [[id, bounded(Number(pixels))]] : [])));
}

/** These widths and one more; null takes it back. */
export function sized(widths: Widths, id: string, pixels: number | null): string {
  const { [id]: _, ...others } = widths;
  return Object.entries(pixels === null ? others : { ...others, [id]: bounded(pixels) }).map(([one, width]) => `${one}=${width}`).join(' ');
}

function bounded(pixels: number): number {
  return Math.round(Math.min(MOST_PIXELS, Math.max(LEAST_PIXELS, pixels)));
}

type Track = Pick<Column, 'id' | 'least' | 'share'>;

const RAIL_PIXELS = 14;
const BOX_PIXELS = 28;
/** Behind the last column. */
const END_PIXELS = 4;

/** Grid tracks: what was sized as wide as that while there is room, what was not shares the rest; none so narrow that nothing can be read. */
export function tracksOf(columns: readonly Track[], widths: Widths): string {
  const track = ({ id, least, share }: Track) =>
    widths[id] !== undefined ? `minmax(${Math.min(least, widths[id])}px, ${widths[id]}px)` : share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
  return [`${RAIL_PIXELS}px`, `${BOX_PIXELS}px`, ...columns.map(track)].join(' ');
}

/** As narrow as the table may become; in less room it is scrolled sideways. */
export function leastOf(columns: readonly Track[], widths: Widths): number {
  return columns.reduce((sum, { id, least }) => sum + Math.min(least, widths[id] ?? least), RAIL_PIXELS + BOX_PIXELS + END_PIXELS);
}

/** Scrolls sideways as far as a cell needs to be seen. */
export function sideways(scroller: HTMLElement, cell: Element): void {
  const [seen, wanted] = [scroller.getBoundingClientRect(), cell.getBoundingClientRect()];
  scroller.scrollLeft += Math.min(0, wanted.left - seen.left) || Math.max(0, wanted.right - seen.left - scroller.clientWidth);
}

/** The widths that were chosen on this device, and how to choose another; no column takes all back. */
export function useWidths(): [Widths, (id: string | null, pixels?: number | null) => void] {
  const [text, remember] = usePreference('widths', '');
  const widths = widthsOf(text);
  return [widths, (id, pixels = null) => remember(id === null ? '' : sized(widths, id, pixels))];
}

const SPACE_PIXELS = 14;

/** As wide as the texts that the column shows just now need it to be, also those that are cut. */
export function fitting(head: HTMLElement): number {
  const at = Array.from(head.parentElement?.children ?? []).indexOf(head);
  const rows = Array.from(head.closest('[role=grid]')?.querySelectorAll('[role=row]') ?? []);
  return Math.max(...rows.map((row) => textEnd(row.children[at]))) + SPACE_PIXELS;
}

/** How far from its left edge an element has text. */
function textEnd(element: Element | undefined): number {
  const left = element?.getBoundingClientRect().left ?? 0;
  const texts = element ? document.createTreeWalker(element, NodeFilter.SHOW_TEXT) : null;
  const range = document.createRange();
  let end = 0;
  while (texts?.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    end = Math.max(end, range.getBoundingClientRect().right - left);
  }
  return end;
}
