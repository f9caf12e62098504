import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A window over the page that is there only while it is open. The focus goes back to where it came from. */
export function Window(props: Omit<ModalProps, 'opened'>) {
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
  return <Modal {...props} opened />;
}
