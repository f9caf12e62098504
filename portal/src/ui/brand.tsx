/** The mark: a drop of ink with a check in it. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 1.8C12 1.8 4.6 9.9 4.6 15.1a7.4 7.4 0 0 0 14.8 0C19.4 9.9 12 1.8 12 1.8z" fill="var(--accent-fill)" />
      <path d="M8.7 15.2l2.4 2.4 4.3-4.7" fill="none" stroke="#fff" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
