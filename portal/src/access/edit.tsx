import { useState } from 'react';
import { t } from '../i18n';
import { useFolders } from '../shell/levels';
import { useScope } from '../shell/scope';
import { Dialog, Field } from '../ui/dialog';
import { marked } from '../ui/marked';
import { changed, placesFor, useChange, type Wanted } from './data';

export type Kind = 'organizations' | 'folders' | 'projects';
export type Edited = Wanted & { kind: Kind; id: string; maySwitch: boolean; mayMove: boolean };

/** What a level is called, where it is, and whether it is closed. */
export function Edit({ edited, close }: { edited: Edited; close: () => void }) {
  const { organization } = useScope();
  const [name, setName] = useState(edited.name);
  const [closed, setClosed] = useState(edited.closed);
  const [place, setPlace] = useState(edited.place);
  const edit = useChange(close);
  const query = edited.kind === 'organizations' ? '' : `?organization=${encodeURIComponent(organization)}`;
  return (
    <Dialog
      title={t('structure.edit', { name: marked(edited.name) })}
      close={close}
      act={t('action.save')}
      busy={edit.isPending}
      fault={edit.error}
      submit={() => edit.mutate({ path: `/v1/${edited.kind}/${encodeURIComponent(edited.id)}${query}`, method: 'PATCH', body: changed(edited.kind, edited, { name, closed, place }) })}
    >
      <Field label={t('structure.name')} help={t('structure.id.stays', { id: marked(edited.id) })}>
        <input className="text" data-autofocus value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {edited.mayMove && <Place edited={edited} place={place} choose={setPlace} />}
      {edited.maySwitch ? (
        <label className="check">
          <input type="checkbox" className="tick" checked={closed} onChange={(event) => setClosed(event.target.checked)} />
          <span>
            <b className="strong">{t('structure.close')}</b> <span className="mute">{t('structure.close.what')}</span>
          </span>
        </label>
      ) : (
        edited.closed && <p className="mute">{t('structure.closed.above')}</p>
      )}
    </Dialog>
  );
}

/** In which folder it is. */
function Place({ edited, place, choose }: { edited: Edited; place: string; choose: (place: string) => void }) {
  const { organization, organizationName } = useScope();
  const places = placesFor(edited, useFolders(organization).data ?? []);
  const isUnseen = edited.place !== '' && !places.some((one) => one.id === edited.place);
  return (
    <Field label={t('structure.place')} help={t('structure.place.help')}>
      <select className="text" value={place} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('structure.place.top', { name: marked(organizationName) })}</option>
        {isUnseen && <option value={edited.place}>{marked(edited.place)}</option>}
        {places.map((one) => (
          <option key={one.id} value={one.id} disabled={one.isClosed && one.id !== edited.place}>
            {'\u2003'.repeat(one.depth + 1)}
            {marked(one.name)}
          </option>
        ))}
      </select>
    </Field>
  );
}
