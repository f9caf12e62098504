import { day, full, useZone } from '../time';

/** An instant in the chosen zone, as long as it is one; on hover in UTC. */
export function Instant({ text }: { text: string }) {
  const [zone] = useZone();
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? text : (
    <time dateTime={text} title={zone === 'UTC' ? undefined : full(millis, 'UTC')}>
      {full(millis, zone)}
    </time>
  );
}

/** The day of an instant in the chosen zone; on hover the instant. */
export function Day({ text }: { text: string }) {
  const [zone] = useZone();
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? text : (
    <time dateTime={text} title={full(millis, zone)}>
      {day(millis, zone)}
    </time>
  );
}
