import { expect, test } from 'vitest';
import { t } from '../src/i18n';
import { compared } from '../src/overview/compared';

test('nothing after nothing is no percentage', () => {
  expect(compared(0, 0)).toBe(t('overview.nothing'));
  expect(compared(0, undefined)).toBe('');
  expect(compared(1, 0)).toBe(t('overview.few'));
  expect(compared(0, 40)).toBe(t('overview.down', { percent: 100 }));
  expect(compared(40, 40)).toBe(t('overview.same'));
});
