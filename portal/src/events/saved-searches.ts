import { useMemo } from 'react';
import { t } from '../i18n';
import { usePreference } from '../prefs';

export interface SavedSearch {
  name: string;
  q: string;
  from: string;
  to: string;
  columns: string[];
}

/** Searches kept on this device, and those that everybody begins with. */
export function useSavedSearches(organization: string): {
  saved: SavedSearch[];
  save: (search: SavedSearch) => void;
  remove: (name: string) => void;
} {
  const [text, write] = usePreference(`searches:${organization}`, '[]');
  return useMemo(() => {
    const own = read(text);
    return {
      saved: own,
      save: (search) => write(JSON.stringify([...own.filter((one) => one.name !== search.name), search])),
      remove: (name) => write(JSON.stringify(own.filter((one) => one.name !== name))),
    };
  }, [text, write]);
}

function read(text: string): SavedSearch[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as SavedSearch[]) : [];
  } catch {
    return [];
  }
}

/** What people ask for first. */
export function suggested(): { name: string; q: string }[] {
  return [
    { name: t('suggested.all'), q: '' },
    { name: t('suggested.changes'), q: '-operation:read' },
    { name: t('suggested.signIns'), q: 'category:sign-in -outcome:success' },
    { name: t('suggested.access'), q: 'action:iam.* OR action:key.* OR action:grant.*' },
    { name: t('suggested.denied'), q: 'outcome:denied' },
  ];
}
