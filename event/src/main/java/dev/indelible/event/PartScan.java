package dev.indelible.event;

/// Actor, targets, client and detail, scanned for what [PartReader] asks of them. For one thread.
final class PartScan {
    private static final int DEPTH = Limits.NESTING_MAX - 2;
    private static final int CODE_DIGITS_MAX = 9;
    private static final int SIZE_DIGITS_MAX = 18;
    private static final Names ACTOR =
            Names.of("type", "id", "email", "name", "roles", "permissions", "onBehalfOf");
    private static final Names ACTOR_TYPES = Names.of(ActorType.values());
    private static final Names TARGET = Names.of("type", "id", "name");
    private static final Names CLIENT =
            Names.of("userAgent", "ip", "requestId", "sessionId", "traceparent");
    private static final Names DETAIL =
            Names.of(
                    "description",
                    "reason",
                    "request",
                    "response",
                    "changes",
                    "labels",
                    "original");
    private static final Names REQUEST = Names.of("method", "endpoint", "params", "payload");
    private static final Names RESPONSE = Names.of("code", "size");
    private static final Names CHANGE = Names.of("path", "old", "new");

    private final JsonScan scan;

    PartScan(JsonScan scan) {
        this.scan = scan;
    }

    /// Takes the value of a member.
    @FunctionalInterface
    private interface Member {
        void take(PartScan scan, int number);
    }

    private static final Member ACTOR_MEMBER = (scan, number) -> scan.actor(number, true);
    private static final Member DELEGATOR_MEMBER = (scan, number) -> scan.actor(number, false);
    private static final Member TARGET_MEMBER = (scan, number) -> scan.text();
    private static final Member CLIENT_MEMBER = PartScan::client;
    private static final Member DETAIL_MEMBER = PartScan::detail;
    private static final Member REQUEST_MEMBER = PartScan::request;
    private static final Member RESPONSE_MEMBER = PartScan::response;
    private static final Member CHANGE_MEMBER = PartScan::change;

    void actor() {
        object(ACTOR, ACTOR_MEMBER);
    }

    void client() {
        object(CLIENT, CLIENT_MEMBER);
    }

    void detail() {
        object(DETAIL, DETAIL_MEMBER);
    }

    void targets() {
        scan.take('[');
        if (scan.takes(']')) {
            return;
        }
        int count = 0;
        do {
            requireRoom(count++, Limits.TARGETS_MAX);
            object(TARGET, TARGET_MEMBER);
        } while (scan.takes(','));
        scan.take(']');
    }

    /// Takes an object of known members, each at most once.
    ///
    /// @return which there were, a bit for each
    private int object(Names names, Member member) {
        scan.take('{');
        if (scan.takes('}')) {
            return 0;
        }
        int seen = 0;
        do {
            scan.string();
            int number = names.find(scan.text(), scan.from(), scan.length());
            if (number < 0 || (seen & 1 << number) != 0) {
                throw JsonScan.unsure();
            }
            seen |= 1 << number;
            scan.take(':');
            member.take(this, number);
        } while (scan.takes(','));
        scan.take('}');
        return seen;
    }

    private void actor(int number, boolean mayDelegate) {
        switch (number) {
            case 0 -> label(ACTOR_TYPES);
            case 4 -> roles();
            case 5 -> scan.object(DEPTH - 1);
            case 6 -> {
                if (!mayDelegate) {
                    throw JsonScan.unsure();
                }
                delegators();
            }
            default -> text();
        }
    }

    private void roles() {
        scan.take('[');
        if (scan.takes(']')) {
            return;
        }
        int count = 0;
        do {
            requireRoom(count++, Limits.LIST_ITEMS_MAX);
            text();
        } while (scan.takes(','));
        scan.take(']');
    }

    private void delegators() {
        scan.take('[');
        if (scan.takes(']')) {
            return;
        }
        int count = 0;
        do {
            requireRoom(count++, Limits.DELEGATION_STEPS_MAX);
            // Its permissions lie deeper than the actor's own: leave those to the parser.
            int seen = object(ACTOR, DELEGATOR_MEMBER);
            if ((seen & 1 << 5) != 0) {
                throw JsonScan.unsure();
            }
        } while (scan.takes(','));
        scan.take(']');
    }

    private void client(int number) {
        if (number == 0) {
            longText();
        } else {
            text();
        }
    }

    private void detail(int number) {
        switch (number) {
            case 0, 1 -> longText();
            case 2 -> object(REQUEST, REQUEST_MEMBER);
            case 3 -> object(RESPONSE, RESPONSE_MEMBER);
            case 4 -> changes();
            case 5 -> labels();
            default -> scan.value(DEPTH);
        }
    }

    private void request(int number) {
        switch (number) {
            case 0 -> text();
            case 1 -> longText();
            default -> scan.value(DEPTH - 1);
        }
    }

    private void response(int number) {
        scan.peek();
        scan.integer(number == 0 ? CODE_DIGITS_MAX : SIZE_DIGITS_MAX);
    }

    private void changes() {
        scan.take('[');
        if (scan.takes(']')) {
            return;
        }
        int count = 0;
        do {
            requireRoom(count++, Limits.CHANGES_MAX);
            if ((object(CHANGE, CHANGE_MEMBER) & 1) == 0) {
                throw JsonScan.unsure();
            }
        } while (scan.takes(','));
        scan.take(']');
    }

    private void change(int number) {
        if (number == 0) {
            text();
        } else {
            scan.value(DEPTH - 2);
        }
    }

    private void labels() {
        scan.take('{');
        if (scan.takes('}')) {
            return;
        }
        long[] names = new long[JsonScan.NAMES_MAX];
        int count = 0;
        do {
            scan.name(names, count++);
            if ((int) names[count - 1] > Limits.TEXT_CHARS_MAX) {
                throw JsonScan.unsure();
            }
            longText();
        } while (scan.takes(','));
        scan.take('}');
    }

    private void label(Names labels) {
        scan.string();
        if (labels.find(scan.text(), scan.from(), scan.length()) < 0) {
            throw JsonScan.unsure();
        }
    }

    private void text() {
        text(Limits.TEXT_CHARS_MAX);
    }

    private void longText() {
        text(Limits.LONG_TEXT_CHARS_MAX);
    }

    /// No text has more characters than bytes.
    private void text(int bytesMax) {
        scan.string();
        if (scan.length() > bytesMax) {
            throw JsonScan.unsure();
        }
    }

    private static void requireRoom(int count, int max) {
        if (count >= max) {
            throw JsonScan.unsure();
        }
    }
}
