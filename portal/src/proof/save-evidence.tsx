import { useMutation } from '@tanstack/react-query';
import { address, ask } from '../api/client';
import { useAway } from '../api/reach';
import { useMayExport } from '../api/session';
import { saveFile } from '../events/download-run';
import { IconDownload } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { ActButton } from '../ui/act-button';
import { faultText } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { evidenceName } from './evidence-name';

/** Takes an event's evidence along, for an auditor who has no access; that is a download, and recorded as one. */
export function SaveEvidence({ id, sequence, small }: { id: string; sequence: number | undefined; small?: boolean }) {
  const { organization } = useScope();
  const mayExport = useMayExport(organization);
  const isAway = useAway() !== null;
  const save = useMutation({
    mutationFn: async () => saveFile(await (await ask(address(`/v1/events/${id}/evidence`, { organization }))).blob(), evidenceName(organization, { sequence, id })),
  });
  return (
    <>
      <ActButton
        className={'b' + (small ? ' small' : '')}
        isBusy={save.isPending}
        disabled={!mayExport || isAway}
        title={t(!mayExport ? 'download.right' : isAway ? 'state.away' : 'proof.evidence.help')}
        onClick={() => save.mutate()}
      >
        <Icon of={IconDownload} small={small ?? false} />
        {t('proof.evidence')}
      </ActButton>
      {save.error && (
        <span className="bad" role="alert">
          {faultText(save.error)}
        </span>
      )}
    </>
  );
}
