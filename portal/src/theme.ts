import { createTheme } from '@mantine/core';

/** Behaviour of the library's components; how they look is in `styles/mantine.css`, over our own tokens. */
export const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The library would write a style element into the page, which the content security policy does not allow.
    // Its head is a header element, which would be a second banner of the page.
    Modal: { defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 0 }, attributes: { header: { role: 'none' } } } },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 }, withArrow: false } },
    Select: { defaultProps: { comboboxProps: { transitionProps: { duration: 0 } } } },
  },
});
