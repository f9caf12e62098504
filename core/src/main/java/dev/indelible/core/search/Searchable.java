package dev.indelible.core.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventMember;
import dev.indelible.event.EventTime;
import dev.indelible.event.EventValues;

/// Tells what of an entry can be searched, value by value, as UTF-8: the one place that decides it.
/// For one thread; used again for the next entry.
public final class Searchable {
    private static final System.Logger logger = System.getLogger(Searchable.class.getName());

    private final Sink sink;
    private final EventValues values = new EventValues(this::value);

    /// @param sink is told
    public Searchable(Sink sink) {
        this.sink = sink;
    }

    /// Takes what can be searched. The bytes are valid during a call only.
    public interface Sink {
        /// Forgets what was told of the entry before, or of this one.
        void begin();

        /// When it happened, nanoseconds since 1970; the last one told counts.
        void time(long nanos);

        /// A value of this field, not empty; the first one is the one it is counted by.
        void keyword(Field field, byte[] bytes, int from, int length);

        /// Text in which words are looked for.
        void text(byte[] bytes, int from, int length);
    }

    /// Tells this entry. Of one whose bytes are no event that this version understands that is its
    /// organization and key, at the time of receipt: it is still listed.
    public void tell(Entry entry) {
        try {
            bare(entry);
            values.visit(entry.parts());
        } catch (RuntimeException e) {
            // Whatever is wrong with one event must not keep the others from being found.
            logger.log(
                    System.Logger.Level.WARNING,
                    "event known by its organization and key only: position=" + entry.position(),
                    e);
            bare(entry);
        }
    }

    private void bare(Entry entry) {
        sink.begin();
        sink.time(entry.receivedMillis() * 1_000_000L);
        keyword(Field.ORGANIZATION, entry.organization());
        keyword(Field.KEY, entry.draft().key());
    }

    private void keyword(Field field, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        keyword(field, bytes, 0, bytes.length);
    }

    private void keyword(Field field, byte[] bytes, int from, int length) {
        if (length > 0) {
            sink.keyword(field, bytes, from, length);
        }
    }

    private void value(EventMember member, byte[] bytes, int from, int length) {
        switch (member) {
            case TIME -> sink.time(EventTime.unixNanos(bytes, from, length));
            case OPERATION -> keyword(Field.OPERATION, bytes, from, length);
            case CATEGORY -> keyword(Field.CATEGORY, bytes, from, length);
            case OUTCOME -> keyword(Field.OUTCOME, bytes, from, length);
            case SEVERITY -> keyword(Field.SEVERITY, bytes, from, length);
            case FOLDER -> keyword(Field.FOLDER, bytes, from, length);
            case PROJECT -> keyword(Field.PROJECT, bytes, from, length);
            case SERVICE -> keyword(Field.SERVICE, bytes, from, length);
            case CHANNEL -> keyword(Field.CHANNEL, bytes, from, length);
            case REGION -> keyword(Field.REGION, bytes, from, length);
            case CORRELATION_ID -> keyword(Field.CORRELATION_ID, bytes, from, length);
            case FORMAT -> keyword(Field.FORMAT, bytes, from, length);
            case ACTOR_TYPE -> keyword(Field.ACTOR_TYPE, bytes, from, length);
            case TARGET_ID -> keyword(Field.TARGET, bytes, from, length);
            case TARGET_TYPE -> keyword(Field.TARGET_TYPE, bytes, from, length);
            case IP -> keyword(Field.IP, bytes, from, length);
            case REQUEST_ID -> keyword(Field.REQUEST_ID, bytes, from, length);
            case SESSION_ID -> keyword(Field.SESSION_ID, bytes, from, length);
            case ACTOR_ID, DELEGATOR_ID -> keyword(Field.ACTOR, bytes, from, length);
            case ACTOR_EMAIL, ACTOR_NAME, DELEGATOR_EMAIL, DELEGATOR_NAME ->
                    both(Field.ACTOR, bytes, from, length);
            case ACTION -> both(Field.ACTION, bytes, from, length);
            case TARGET_NAME -> both(Field.TARGET, bytes, from, length);
            case DESCRIPTION, REASON, ENDPOINT, LABEL, FREE -> sink.text(bytes, from, length);
            case USER_AGENT, TRACEPARENT, METHOD, CHANGE_PATH -> {}
        }
    }

    private void both(Field field, byte[] bytes, int from, int length) {
        keyword(field, bytes, from, length);
        sink.text(bytes, from, length);
    }
}
