import { Fragment, type ReactNode } from 'react';
import { pieces, type MessageKey } from '../i18n';

/** A message of the catalog with elements at its places. */
export function Phrase({ of, parts }: { of: MessageKey; parts: Record<string, ReactNode> }) {
  return pieces(of).map((piece, index) => (typeof piece === 'string' ? piece : <Fragment key={index}>{parts[piece.name]}</Fragment>));
}
