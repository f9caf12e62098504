package dev.indelible.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/* Why not an AuditEvent: indexing reads every event once, and a tree of texts for each costs more
 * than the index itself. This walks the stored bytes, which were checked when they came in. */

/// Tells the texts of stored parts without making texts of them. For one thread; used again and
/// again.
public final class EventValues {
    private static final Names CORE =
            Names.of(
                    "time",
                    "action",
                    "operation",
                    "category",
                    "outcome",
                    "severity",
                    "folder",
                    "project",
                    "service",
                    "channel",
                    "region",
                    "correlationId",
                    "format");
    private static final EventMember[] CORE_MEMBERS = {
        EventMember.TIME,
        EventMember.ACTION,
        EventMember.OPERATION,
        EventMember.CATEGORY,
        EventMember.OUTCOME,
        EventMember.SEVERITY,
        EventMember.FOLDER,
        EventMember.PROJECT,
        EventMember.SERVICE,
        EventMember.CHANNEL,
        EventMember.REGION,
        EventMember.CORRELATION_ID,
        EventMember.FORMAT
    };
    private static final Names ACTOR = Names.of("type", "id", "email", "name", "onBehalfOf");
    private static final EventMember[] ACTOR_MEMBERS = {
        EventMember.ACTOR_TYPE,
        EventMember.ACTOR_ID,
        EventMember.ACTOR_EMAIL,
        EventMember.ACTOR_NAME
    };
    private static final EventMember[] DELEGATOR_MEMBERS = {
        EventMember.ACTOR_TYPE,
        EventMember.DELEGATOR_ID,
        EventMember.DELEGATOR_EMAIL,
        EventMember.DELEGATOR_NAME
    };
    private static final Names TARGET = Names.of("id", "name", "type");
    private static final EventMember[] TARGET_MEMBERS = {
        EventMember.TARGET_ID, EventMember.TARGET_NAME, EventMember.TARGET_TYPE
    };
    private static final Names CLIENT =
            Names.of("ip", "userAgent", "requestId", "sessionId", "traceparent");
    private static final EventMember[] CLIENT_MEMBERS = {
        EventMember.IP,
        EventMember.USER_AGENT,
        EventMember.REQUEST_ID,
        EventMember.SESSION_ID,
        EventMember.TRACEPARENT
    };
    private static final Names DETAIL =
            Names.of("description", "reason", "request", "changes", "labels", "original");
    private static final Names REQUEST = Names.of("method", "endpoint", "params", "payload");
    private static final Names CHANGE = Names.of("path", "old", "new");
    private static final byte[] USER = ActorType.USER.label().getBytes(US_ASCII);
    private static final byte[] ANONYMOUS = ActorType.ANONYMOUS.label().getBytes(US_ASCII);

    private final StoredJson json = new StoredJson();
    private final Visitor visitor;

    /// @param visitor is told each value that is not null
    public EventValues(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Takes the values, in this order: the core as it stands; id, email and name of the actor, of
    /// whom it acts for, and of each target; then the others as they stand.
    @FunctionalInterface
    public interface Visitor {
        /// Takes one value: UTF-8 without escapes, valid during the call only.
        void value(EventMember member, byte[] bytes, int from, int length);
    }

    /// Tells the values of these parts.
    ///
    /// @throws IllegalArgumentException if they are not JSON; some values may have been told
    public void visit(Parts parts) {
        try {
            json.begin(parts.core());
            object(CORE, CORE_MEMBERS);
            if (begin(parts.get(Part.ACTOR))) {
                actor(ACTOR_MEMBERS, true);
            } else {
                visitor.value(EventMember.ACTOR_TYPE, ANONYMOUS, 0, ANONYMOUS.length);
            }
            if (begin(parts.get(Part.TARGETS))) {
                array(this::target);
            }
            if (begin(parts.get(Part.CLIENT))) {
                object(CLIENT, CLIENT_MEMBERS);
            }
            if (begin(parts.get(Part.DETAIL))) {
                detail();
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a stored part is cut short", e);
        }
    }

    private boolean begin(byte @Nullable [] part) {
        if (part == null) {
            return false;
        }
        json.begin(part);
        return true;
    }

    /// Tells the members of these names that are texts.
    private void object(Names names, EventMember[] members) {
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            int number = json.name(names);
            if (number >= 0 && json.isString()) {
                tell(members[number]);
            } else {
                json.skip();
            }
        }
    }

    private void tell(EventMember member) {
        json.string();
        visitor.value(member, json.bytes(), json.from(), json.length());
    }

    /// The members come in any order, and are told in one.
    private void actor(EventMember[] members, boolean hasType) {
        int[] places = {-1, -1, -1, -1};
        int delegators = -1;
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            int number = json.name(ACTOR);
            if (number == 4) {
                delegators = json.at();
            } else if (number >= 0 && json.isString()) {
                places[number] = json.at();
            }
            json.skip();
        }
        int end = json.at();
        if (hasType) {
            actorType(places);
        }
        for (int i = 1; i <= 3; i++) {
            if (places[i] >= 0) {
                tellAt(places[i], members[i]);
            }
        }
        if (delegators >= 0) {
            json.at(delegators);
            array(() -> actor(DELEGATOR_MEMBERS, false));
        }
        json.at(end);
    }

    private void actorType(int[] places) {
        if (places[0] >= 0) {
            tellAt(places[0], EventMember.ACTOR_TYPE);
        } else {
            boolean named = places[1] >= 0 || places[2] >= 0 || places[3] >= 0;
            byte[] type = named ? USER : ANONYMOUS;
            visitor.value(EventMember.ACTOR_TYPE, type, 0, type.length);
        }
    }

    private void tellAt(int at, EventMember member) {
        json.at(at);
        tell(member);
    }

    private void target() {
        int[] places = {-1, -1, -1};
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            int number = json.name(TARGET);
            if (number >= 0 && json.isString()) {
                places[number] = json.at();
            }
            json.skip();
        }
        int end = json.at();
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                tellAt(places[i], TARGET_MEMBERS[i]);
            }
        }
        json.at(end);
    }

    private void detail() {
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            int number = json.name(DETAIL);
            if (number < 0 || json.isNull()) {
                json.skip();
                continue;
            }
            switch (number) {
                case 0 -> tell(EventMember.DESCRIPTION);
                case 1 -> tell(EventMember.REASON);
                case 2 -> request();
                case 3 -> array(this::change);
                case 4 -> labels();
                default -> free();
            }
        }
    }

    private void request() {
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            int number = json.name(REQUEST);
            if (number < 0 || json.isNull()) {
                json.skip();
            } else if (number <= 1) {
                tell(number == 0 ? EventMember.METHOD : EventMember.ENDPOINT);
            } else {
                free();
            }
        }
    }

    private void change() {
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            int number = json.name(CHANGE);
            if (number < 0 || json.isNull()) {
                json.skip();
            } else if (number == 0) {
                tell(EventMember.CHANGE_PATH);
            } else {
                free();
            }
        }
    }

    private void labels() {
        for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
            json.skipName();
            if (json.isString()) {
                tell(EventMember.LABEL);
            } else {
                json.skip();
            }
        }
    }

    private void array(Runnable item) {
        if (json.isNull()) {
            json.skip();
            return;
        }
        for (boolean more = json.enter('['); more; more = json.goesOn(']')) {
            item.run();
        }
    }

    /// Strings and numbers, however deep they lie: as many levels as a stored event may have.
    private void free() {
        if (json.isString()) {
            tell(EventMember.FREE);
        } else if (json.isNumber()) {
            json.number();
            visitor.value(EventMember.FREE, json.bytes(), json.from(), json.length());
        } else if (json.peek() == '{') {
            for (boolean more = json.enter('{'); more; more = json.goesOn('}')) {
                json.skipName();
                free();
            }
        } else if (json.peek() == '[') {
            for (boolean more = json.enter('['); more; more = json.goesOn(']')) {
                free();
            }
        } else {
            json.skip();
        }
    }
}
