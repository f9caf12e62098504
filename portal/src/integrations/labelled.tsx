import { useState, type ReactNode } from 'react';

let count = 0;

/** A field with its name before it, and below it what it is for or what is wrong with it. */
export function Labelled({ label, help, fault, after, children }: {
  label: string;
  help?: string;
  fault?: string | undefined;
  after?: ReactNode;
  children: (props: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode;
}) {
  const [id] = useState(() => `f${++count}`);
  return (
    <div className="pair">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': Boolean(fault), 'aria-describedby': `${id}-help` })}
      <small id={`${id}-help`} className={fault ? 'bad' : 'mute'} role={fault ? 'alert' : undefined}>
        {fault ?? help}
      </small>
      {after}
    </div>
  );
}
