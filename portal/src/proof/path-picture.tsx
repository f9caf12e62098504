import { useQuery } from '@tanstack/react-query';
import type { Proof } from 'virtual:verifier';
import { t } from '../i18n';
import { number } from '../time';
import { useNarrow } from '../ui/narrow';
import { inclusion, type Level, type Path } from './inclusion';

const WIDTH = 660;
/** As wide as the page, so that hashes can be read there too. */
const NARROW_WIDTH = 360;
/** What the hash of the root needs beside it. */
const ROOT_WIDTH = 140;
/** What the hash of a sibling needs beside the outermost node. */
const HASH_WIDTH = 100;
const STEP = 21;
const SIDE = 24;
const TILE_HEIGHT = 8;

/** The way to the root, drawn true: the leaf at the bottom, one row a level, siblings left or right as in the tree. */
export function PathPicture({ proof, entry, isEvent, isGood }: {
  proof: Proof;
  entry: Uint8Array;
  /** Whether the event is the leaf's. If not, nothing leads from it to the root. */
  isEvent: boolean;
  isGood: boolean;
}) {
  const path = useQuery({
    queryKey: ['inclusion', String(proof.index), String(proof.checkpoint.size), proof.checkpoint.root.join()],
    queryFn: () => inclusion(proof, entry),
    staleTime: Infinity,
  });
  return (
    <div className="path">
      <h2>
        {t('proof.path')}
        <span className="mute normal">{t('proof.hashes', { count: proof.nodes.length })}</span>
        <span className="legend">
          <span className="key">
            <i className="full" />
            {t('proof.computed')}
          </span>
          <span className="key">
            <i className="hollow" />
            {t('proof.taken')}
          </span>
        </span>
      </h2>
      {path.data && <Picture path={path.data} proof={proof} isEvent={isEvent} isGood={isGood} />}
    </div>
  );
}

interface Point {
  x: number;
  y: number;
}

/** Where each node stands: a node is to the right of its parent's middle if its sibling is left of it. */
function places(levels: Level[], bottom: number, width: number): Point[] {
  const points: Point[] = [{ x: 0, y: bottom }];
  for (const level of levels) {
    const last = points.at(-1) ?? { x: 0, y: bottom };
    const by = level.sibling === 'left' ? -SIDE : level.sibling === 'right' ? SIDE : 0;
    points.push({ x: last.x + by, y: last.y - STEP });
  }
  const xs = points.map((point) => point.x);
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  return points.map((point) => ({ x: point.x - middle + width / 2, y: point.y }));
}

function Cross({ x, y }: Point) {
  return <Stroke d={`M${x - 2.5} ${y - 2.5}l5 5m0 -5l-5 5`} />;
}

function Stroke({ d }: { d: string }) {
  return <path d={d} stroke="#fff" strokeWidth="1.6" fill="none" strokeLinecap="round" strokeLinejoin="round" />;
}

function Picture({ path, proof, isEvent, isGood }: { path: Path; proof: Proof; isEvent: boolean; isGood: boolean }) {
  const { levels } = path;
  const height = levels.length * STEP + 90;
  const bottom = height - 40;
  const isNarrow = useNarrow();
  const xs = places(levels, bottom, 0).map((point) => point.x);
  const width = isNarrow ? Math.max(NARROW_WIDTH, Math.max(...xs) - Math.min(...xs) + 2 * HASH_WIDTH) : WIDTH;
  const points = places(levels, bottom, width);
  const top = points.at(-1) ?? { x: width / 2, y: 40 };
  const rootIsLeft = isNarrow && top.x + 22 + ROOT_WIDTH > width;
  const rootAt = { x: top.x + (rootIsLeft ? -22 : 22), textAnchor: rootIsLeft ? 'end' : 'start' } as const;
  const tiles = Array.from({ length: Math.ceil((levels.length + 1) / TILE_HEIGHT) }, (_, tile) => tile);
  const tone = !path.isRight ? 'var(--bad)' : isEvent ? 'var(--bar-3)' : 'var(--control)';
  const line = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('proof.picture', { count: levels.length })}>
        {tiles.map((tile) => {
          const from = bottom - tile * TILE_HEIGHT * STEP + 18;
          const to = Math.max(30, bottom - (tile + 1) * TILE_HEIGHT * STEP + 18);
          return (
            <g key={tile}>
              {tile % 2 === 0 && <rect x="0" y={to} width={width} height={from - to} fill="var(--sunken)" />}
              {!isNarrow && (
                <text className="lab" x="10" y={from - 8}>
                  {tile === 0 ? t('proof.tile.first') : t('proof.tile', { tile, count: 256 ** tile })}
                </text>
              )}
            </g>
          );
        })}
        {levels.map((level, index) => {
          const child = points[index];
          const parent = points[index + 1];
          if (!child || !parent || level.sibling === null) {
            return null;
          }
          const x = parent.x + (level.sibling === 'left' ? -SIDE : SIDE);
          return (
            <g key={level.height}>
              <title>{level.formula}</title>
              <path d={`M${parent.x} ${parent.y}L${x} ${child.y}`} stroke="var(--line-strong)" fill="none" />
              <rect x={x - 4} y={child.y - 4} width="8" height="8" rx="1.5" fill="var(--surface)" stroke="var(--bar-3)" strokeWidth="1.5" />
              <text x={x + (level.sibling === 'left' ? -10 : 10)} y={child.y + 4} textAnchor={level.sibling === 'left' ? 'end' : 'start'}>
                {level.taken.slice(0, 8)}…
              </text>
            </g>
          );
        })}
        <path className={'way' + (!path.isRight ? ' wrong' : isEvent ? '' : ' of-another')} d={line} fill="none" strokeWidth="2" pathLength="1" />
        {points.slice(1, -1).map((point, index) => (
          <circle key={index} cx={point.x} cy={point.y} r="2.5" fill={tone}>
            <title>{levels[index]?.formula}</title>
          </circle>
        ))}
        <rect x={(points[0]?.x ?? 0) - 5} y={bottom - 5} width="10" height="10" rx="2" fill={isEvent ? 'var(--accent-fill)' : 'var(--bad)'} />
        {!isEvent && points[0] && <Cross {...points[0]} />}
        <text className="head-t" x={points[0]?.x} y={bottom + 24} textAnchor="middle">
          {t(isEvent ? 'proof.leaf' : 'proof.leaf.other', { sequence: number(Number(proof.index)) })}
        </text>
        <circle cx={top.x} cy={top.y} r="7" fill={path.isRight && isEvent ? 'var(--accent-fill)' : tone} />
        {!path.isRight ? <Cross {...top} /> : isGood && <Stroke d={`M${top.x - 3} ${top.y}l2.2 2.4 4-4.6`} />}
        <text className="head-t" {...rootAt} y={top.y - 9}>
          {t('proof.root', { size: Number(proof.checkpoint.size) })}
        </text>
        <text {...rootAt} y={top.y + 5}>
          {path.root.slice(0, isNarrow ? 16 : 24)}…
        </text>
      </svg>
      <div className="sr">
      <table>
        <caption>{t('proof.path')}</caption>
        <tbody>
          {levels.map((level) => (
            <tr key={level.height}>
              <th>{level.height}</th>
              <td>{level.formula}</td>
              <td>{level.computed}</td>
            </tr>
          ))}
        </tbody>
      </table>
      </div>
    </>
  );
}
