package dev.indelible.core.journal;

import dev.indelible.event.EventText;
import dev.indelible.event.Parts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The entries of one append while they are being numbered. For the writer's thread alone.
final class Group {
    private final Journal journal;
    private final List<Entry> entries = new ArrayList<>();
    private final Sequences sequences;
    private final Map<EventName, Entry> byName = new HashMap<>();
    private long receivedMillis;
    private long nextPosition;

    Group(Journal journal) {
        this.journal = journal;
        this.sequences = new Sequences(journal::nextSequence);
    }

    /// Starts a new group.
    void begin(long nowMillis) {
        // A clock that was set back must not make the log say that it ran backwards.
        receivedMillis = Math.max(receivedMillis, nowMillis);
        entries.clear();
        sequences.clear();
        byName.clear();
        nextPosition = journal.end();
    }

    /// The entries to append, in order; the list is reused by the next group.
    List<Entry> entries() {
        return entries;
    }

    /// Numbers these drafts and tells what becomes of each.
    List<Receipt> add(List<Draft> drafts, BatchMode mode) {
        if (mode == BatchMode.KNOWN_ONLY
                || (mode == BatchMode.ALL_OR_NOTHING && hasConflict(drafts))) {
            return withheld(drafts);
        }
        var receipts = new ArrayList<Receipt>(drafts.size());
        for (Draft draft : drafts) {
            receipts.add(add(draft));
        }
        return receipts;
    }

    private Receipt add(Draft draft) {
        EventName name = EventName.of(draft);
        Entry known = known(name);
        if (known != null) {
            return known.says(draft)
                    ? new Receipt.Duplicate(draft.id(), known.sequence())
                    : new Receipt.Conflict(draft.id(), known.sequence());
        }
        long sequence = sequences.take(draft.organization());
        var entry = new Entry(nextPosition++, sequence, receivedMillis, draft);
        byName.put(name, entry);
        entries.add(entry);
        return new Receipt.Accepted(draft.id(), sequence);
    }

    private @Nullable Entry known(EventName name) {
        Entry inGroup = byName.get(name);
        if (inGroup != null) {
            return inGroup;
        }
        OptionalLong position = journal.find(name.organization(), name.id());
        return position.isEmpty()
                ? null
                : journal.readEach(new long[] {position.getAsLong()}).getFirst();
    }

    private boolean hasConflict(List<Draft> drafts) {
        var seen = new HashMap<EventName, Parts>();
        for (Draft draft : drafts) {
            EventName name = EventName.of(draft);
            Entry known = known(name);
            if (known != null) {
                if (!known.says(draft)) {
                    return true;
                }
                continue;
            }
            Parts before = seen.putIfAbsent(name, draft.parts());
            if (before != null && !EventText.sameContent(before, draft.parts())) {
                return true;
            }
        }
        return false;
    }

    private List<Receipt> withheld(List<Draft> drafts) {
        var receipts = new ArrayList<Receipt>(drafts.size());
        for (Draft draft : drafts) {
            Entry known = known(EventName.of(draft));
            if (known == null) {
                receipts.add(new Receipt.Withheld(draft.id()));
            } else if (known.says(draft)) {
                receipts.add(new Receipt.Duplicate(draft.id(), known.sequence()));
            } else {
                receipts.add(new Receipt.Conflict(draft.id(), known.sequence()));
            }
        }
        return receipts;
    }

    /// An event's id within its organization.
    private record EventName(String organization, UUID id) {
        static EventName of(Draft draft) {
            return new EventName(draft.organization(), draft.id());
        }
    }
}
