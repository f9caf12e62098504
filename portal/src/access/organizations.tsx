import { useState } from 'react';
import { Link } from 'wouter';
import { IconBuilding, IconPlus } from '../icons';
import { t } from '../i18n';
import { INSTANCE } from '../shell/first-opened';
import { useScope } from '../shell/scope';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Create } from './structure';

/** What the instance has in the place of levels: its organizations. */
export function Organizations() {
  const { organizations } = useScope();
  const [creating, setCreating] = useState(false);
  return (
    <div className="panel">
      <div className="bar">
        <h2>{t('access.structure')}</h2>
        <button type="button" className="b small push" onClick={() => setCreating(true)}>
          <Icon of={IconPlus} small />
          {t('structure.organization')}
        </button>
      </div>
      <p className="mute pad-in">{t('structure.instance')}</p>
      <ul className="branches">
        {organizations.filter((one) => one.id !== INSTANCE).map((one) => (
          <li key={one.id} className="branch" style={{ paddingLeft: 16 }}>
            <Icon of={IconBuilding} className="mute" />
            <b className="strong cut"><Hostile text={one.name ?? one.id} /></b>
            {(one.name ?? one.id) !== one.id && <span className="mono mute cut"><Hostile text={one.id} /></span>}
            {one.closed && <span className="tag none">{t('structure.closed')}</span>}
            <span className="acts push">
              {(['structure', 'keys', 'grants'] as const).map((page) => (
                <Link key={page} className="b small" href={`/o/${encodeURIComponent(one.id)}/access/${page}`}>{t(`access.${page}`)}</Link>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {creating && <Create draft={{ kind: 'organizations', parent: '' }} close={() => setCreating(false)} />}
    </div>
  );
}
