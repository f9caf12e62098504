import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { IconAlertTriangle, IconFileZip } from '../icons';
import { t } from '../i18n';
import { SkipLink } from '../shell/skip-link';
import { Mark } from '../ui/brand';
import { Block } from '../ui/states';
import { DropPlace, EvidenceButton, useEvidenceFiles } from './drop';
import { VerdictView } from './verdict';
import { canCheck, type Verdict } from './verify';

/** Checks evidence for whoever has a file of it, without signing in. Nothing is sent anywhere. */
export default function VerifyPage() {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const take = useEvidenceFiles(setVerdict);
  useEffect(() => {
    document.title = t('title', { page: t('page.verify'), scope: location.host });
  }, []);
  return (
    <>
      <SkipLink label={t('top.skip.page')} />
      <header className="top">
        <Link className="brand" href="/" aria-label={t('brand.home')}>
          <Mark />
          Indelible
        </Link>
        <div className="end">
          <Link className="b plain" href="/">
            {t('signIn.title')}
          </Link>
        </div>
      </header>
      <main className="page">
        <div className="head">
          <div>
            <h1>{t('verify.title')}</h1>
            <p>{t('verify.lead')}</p>
          </div>
        </div>
        <DropPlace take={take}>
          <div className="panel">
            {!canCheck() ? (
              <Block icon={IconAlertTriangle} title={t('sealed.unable')} alert>
                <p>{t('sealed.unable.browser')}</p>
              </Block>
            ) : verdict ? (
              <VerdictView verdict={verdict} acts={<EvidenceButton take={take} />} />
            ) : (
              <Block icon={IconFileZip} title={t('verify.drop')}>
                <p>{t('verify.drop.how')}</p>
                <EvidenceButton main take={take} />
              </Block>
            )}
          </div>
        </DropPlace>
      </main>
    </>
  );
}
