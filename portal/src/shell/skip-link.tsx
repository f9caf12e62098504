/** The first stop of Tab: past the bars to the rows, or to the page where it has none. */
export function SkipLink({ label }: { label: string }) {
  const skip = () => {
    const to = document.querySelector<HTMLElement>('main [data-skip-to]') ?? document.querySelector<HTMLElement>('main [role=grid][tabindex]') ?? document.querySelector<HTMLElement>('main');
    if (to && !to.hasAttribute('tabindex')) {
      to.tabIndex = -1;
    }
    to?.focus();
  };
  return (
    <button type="button" className="b skip" onClick={skip}>
      {label}
    </button>
  );
}
