import { Switch } from '@mantine/core';
import { t, type MessageKey } from '../i18n';
import { usePreference } from '../prefs';
import { Window } from '../ui/window';
import { useOwnPages } from './own-pages';

/** Keys that have a name, which differs by language. */
const NAMES: Record<string, MessageKey> = { Ctrl: 'key.ctrl', Space: 'key.space' };

const KEYS: [string[], MessageKey][] = [
  [['/'], 'keys.search'],
  [['J', 'K'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['Esc'], 'keys.close'],
  [['F', 'X', 'C'], 'keys.value'],
  [['P'], 'keys.proof'],
  [['N'], 'keys.newer'],
  [['L'], 'keys.live'],
  [['T'], 'keys.range'],
  [['S'], 'keys.save'],
  [['D'], 'keys.download'],
  [['Space'], 'keys.select'],
  [['1', '…', '5'], 'keys.tabs'],
  [['Ctrl', 'K'], 'keys.goTo'],
  [['?'], 'keys.help'],
];

/** All keys, and the switch for those who type without meaning them. */
export default function KeyHelp({ close }: { close: () => void }) {
  const pages = useOwnPages();
  const [single, setSingle] = usePreference('single-keys', 'on');
  return (
    <Window onClose={close} title={t('top.keys')} size={560} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <dl className="key-list">
        {KEYS.map(([keys, name]) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{NAMES[key] ? t(NAMES[key]) : key}</kbd>
              ))}
            </dt>
            <dd>{t(name)}</dd>
          </div>
        ))}
        {pages.map((page) => (
          <div key={page.key}>
            <dt>
              <kbd>G</kbd>
              <kbd>{page.key.toUpperCase()}</kbd>
            </dt>
            <dd>{t('keys.page', { page: t(page.name) })}</dd>
          </div>
        ))}
      </dl>
      <Switch
        checked={single === 'on'}
        onChange={(event) => setSingle(event.currentTarget.checked ? 'on' : 'off')}
        label={t('keys.single')}
      />
    </Window>
  );
}
