import { describe, expect, test } from 'vitest';
import { bundlePath, cosigners, headOf, heads, receivedMillis } from '../src/proof/anchor';

const bytes = (hex: string) => Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (two) => parseInt(two, 16));

describe('the anchor log', () => {
  test('has heads as a server of ours wrote them', () => {
    const bundle = bytes(
      '003d 01 41de2c40eee155b024fc04e700f24823 00000000000007d0 ab8bda2291633bc529679ef37fe0730a088bda0dec34ce1ca7b282d20aca0cb0 807637d3' +
        '003d 01 7460105430687f627ef0e5d8314269d8 0000000000000001 e616c74f536465ec49e35388d45ecba6f3c3111ce186f42a693cba4a1cb4a2f1 3cf3353d',
    );

    expect(heads(bundle, 512)).toEqual([
      { index: 512, tag: 'Qd4sQO7hVbAk/ATnAPJIIw==', size: 2000, root: 'q4vaIpFjO8UpZ57zf+BzCgiL2g3sNM4cp7KC0grKDLA=' },
      { index: 513, tag: 'dGAQVDBof2J+8OXYMUJp2A==', size: 1, root: '5hbHT1NkZexJ41OI1F7LpvPDERzhhvQqaTy6Shy0ovE=' },
    ]);
    expect(heads(bytes('0002 0201'), 0)).toEqual([]);
    expect(() => heads(bytes('003d 01'), 0)).toThrow();
  });

  // The examples of C2SP tlog-tiles.
  test.each([
    [0, 5, 'tile/entries/000.p/5'],
    [0, 256, 'tile/entries/000'],
    [273, 70_000, 'tile/entries/273.p/112'],
    [1_234_067, 1e9, 'tile/entries/x001/x234/067'],
  ])('bundle %i of %i entries is %s', (tile, size, path) => {
    expect(bundlePath(tile, size)).toBe(path);
  });

  test('checkpoints say size, root and who cosigned', () => {
    const note = 'localhost/indelible/anchor\n62\nycBk0EcSJk90cyl9LUoi8U8hvaCLmZRveQPV5FWewNA=\n\n— localhost/indelible/anchor uG7d\n— witness.example.com/w AAAA\n';

    expect(headOf(note)).toEqual({ origin: 'localhost/indelible/anchor', size: 62, root: 'ycBk0EcSJk90cyl9LUoi8U8hvaCLmZRveQPV5FWewNA=' });
    expect(cosigners(note)).toEqual(['witness.example.com/w']);
    expect(headOf('')).toBeNull();
  });

  test('leaves say when', () => {
    expect(receivedMillis(bytes('01 0000019a b0c1d2e3 00'))).toBe(0x19ab0c1d2e3);
    expect(receivedMillis(undefined)).toBeNull();
  });
});
