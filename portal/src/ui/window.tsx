import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useSession } from '../api/session';

/**
 * A window over the page that is there only while it is open. The focus goes back to where it came from. Once the session has ended
 * it waits, unseen and with all that was typed, below the one that asks to sign in.
 */
export function Window({ isForSignIn = false, ...props }: Omit<ModalProps, 'opened'> & { isForSignIn?: boolean }) {
  const session = useSession();
  // What had the focus before anything in here could take it.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    },
    [before],
  );
  const waits = !isForSignIn && session.is === 'signed-in' && session.expired;
  return <Modal {...props} opened={!waits} keepMounted returnFocus={false} />;
}
