package dev.indelible.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A native event as sent, taken in one pass without making an [AuditEvent] of it: its parts, and
/// the scalars of its core as they stand in the text. For one thread, for one event.
final class NativeScan {
    private static final String[] MEMBER_NAMES = {
        "id",
        "time",
        "action",
        "operation",
        "category",
        "outcome",
        "severity",
        "organization",
        "folder",
        "project",
        "service",
        "channel",
        "region",
        "correlationId",
        "actor",
        "targets",
        "client",
        "detail"
    };
    private static final Names MEMBERS = Names.of(MEMBER_NAMES);
    private static final int ID = 0;
    private static final int TIME = 1;
    private static final int ACTION = 2;
    private static final int ORGANIZATION = 7;
    private static final int SCALARS = 14;
    private static final Names[] LABELS = new Names[SCALARS];

    static {
        LABELS[3] = Names.of(Operation.values());
        LABELS[4] = Names.of(Category.values());
        LABELS[5] = Names.of(Outcome.values());
        LABELS[6] = Names.of(Severity.values());
        LABELS[11] = Names.of(Channel.values());
    }

    private static final byte[][] NAMES = new byte[SCALARS][];

    /// The member that the core has where none was sent; empty where it has none.
    private static final byte[][] OTHERWISE = new byte[SCALARS][];

    static {
        for (int i = 0; i < SCALARS; i++) {
            NAMES[i] = CoreText.name(MEMBER_NAMES[i]);
        }
        Arrays.fill(OTHERWISE, new byte[0]);
        OTHERWISE[3] = CoreText.member(MEMBER_NAMES[3], Operation.OTHER.label());
        OTHERWISE[5] = CoreText.member(MEMBER_NAMES[5], Outcome.UNKNOWN.label());
        OTHERWISE[6] = CoreText.member(MEMBER_NAMES[6], Severity.INFO.label());
    }

    private final JsonScan scan;
    private final PartScan partScan;
    private final int[] offsets = new int[SCALARS];
    private final int[] lengths = new int[SCALARS];
    private final byte[] @Nullable [] parts = new byte[Part.values().length] @Nullable [];
    private @Nullable UUID id;
    private @Nullable EventTime time;

    private NativeScan(JsonScan scan) {
        this.scan = scan;
        this.partScan = new PartScan(scan);
    }

    /// The event in these bytes, which must not change as long as it is in use, or null if the
    /// parser has to look at it.
    static @Nullable NativeScan of(byte[] source, int from, int to) {
        try {
            var event = new NativeScan(new JsonScan(source, from, to));
            event.read();
            return event;
        } catch (JsonScan.Unsure e) {
            return null;
        }
    }

    private void read() {
        scan.take('{');
        int seen = 0;
        do {
            scan.string();
            int number = MEMBERS.find(scan.text(), scan.from(), scan.length());
            if (number < 0 || (seen & 1 << number) != 0) {
                throw JsonScan.unsure();
            }
            seen |= 1 << number;
            scan.take(':');
            if (number < SCALARS) {
                scalar(number);
            } else {
                part(number);
            }
        } while (scan.takes(','));
        scan.take('}');
        if (!scan.isAtEnd() || (seen & 1 << ACTION) == 0) {
            throw JsonScan.unsure();
        }
    }

    private void scalar(int number) {
        scan.string();
        int from = scan.from();
        int length = scan.length();
        if (!scan.isPlain() || length == 0 || length > max(number)) {
            throw JsonScan.unsure();
        }
        offsets[number] = scan.offset();
        lengths[number] = length;
        byte[] text = scan.text();
        if (number == ID) {
            id = Uuids.read(text, from, length);
        } else if (number == TIME) {
            time = UtcTimes.read(text, from, length);
        } else if (number >= ORGANIZATION && number <= ORGANIZATION + 2) {
            requireVisible(text, from, length);
        } else if (LABELS[number] != null && LABELS[number].find(text, from, length) < 0) {
            throw JsonScan.unsure();
        }
    }

    private static int max(int number) {
        return switch (number) {
            case ACTION -> Limits.ACTION_CHARS_MAX;
            case ORGANIZATION, ORGANIZATION + 1, ORGANIZATION + 2 -> Limits.SCOPE_CHARS_MAX;
            default -> Limits.TEXT_CHARS_MAX;
        };
    }

    /// Blank names and control characters are for the parser, which names them.
    private static void requireVisible(byte[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (text[i] <= ' ' || text[i] == 0x7f) {
                throw JsonScan.unsure();
            }
        }
    }

    private void part(int number) {
        scan.peek();
        int offset = scan.taken();
        switch (number) {
            case 14 -> partScan.actor();
            case 15 -> partScan.targets();
            case 16 -> partScan.client();
            default -> partScan.detail();
        }
        parts[number - SCALARS + 1] = taken(offset, scan.taken());
    }

    @Nullable UUID id() {
        return id;
    }

    @Nullable EventTime time() {
        return time;
    }

    @Nullable String organization() {
        return lengths[ORGANIZATION] == 0
                ? null
                : new String(
                        scan.text(),
                        scan.base() + offsets[ORGANIZATION],
                        lengths[ORGANIZATION],
                        StandardCharsets.US_ASCII);
    }

    /// The parts with this core: what [EventWriter#core] writes of the same event.
    Parts placed(UUID named, EventTime received, String place) {
        byte[] organization = CoreText.value(place);
        var core = new CoreText(coreBytes(received, organization));
        core.id(NAMES[ID], named);
        if (lengths[TIME] > 0) {
            // It was sent in the form in which it is written.
            sent(TIME, core);
        } else {
            core.received(NAMES[TIME], received);
        }
        for (int number = ACTION; number < SCALARS; number++) {
            if (number == ORGANIZATION) {
                core.member(NAMES[number], organization, 0, organization.length);
            } else if (lengths[number] > 0) {
                sent(number, core);
            } else {
                core.member(OTHERWISE[number]);
            }
        }
        return withCore(core.bytes());
    }

    private void sent(int number, CoreText core) {
        core.member(NAMES[number], scan.text(), scan.base() + offsets[number], lengths[number]);
    }

    private int coreBytes(EventTime received, byte[] organization) {
        int bytes = CoreText.idBytes(NAMES[ID]);
        if (lengths[TIME] == 0) {
            bytes += CoreText.receivedBytes(NAMES[TIME], received);
        }
        for (int number = TIME; number < SCALARS; number++) {
            if (number == ORGANIZATION) {
                bytes += CoreText.memberBytes(NAMES[number], organization.length);
            } else if (lengths[number] > 0) {
                bytes += CoreText.memberBytes(NAMES[number], lengths[number]);
            } else {
                bytes += OTHERWISE[number].length;
            }
        }
        return bytes;
    }

    /// The parts with this core.
    Parts withCore(byte[] core) {
        byte[] @Nullable [] all = parts.clone();
        all[0] = core;
        return Parts.of(all);
    }

    /// The whole event without blanks.
    byte[] text() {
        return taken(0, scan.taken());
    }

    private byte[] taken(int from, int to) {
        return Arrays.copyOfRange(scan.text(), scan.base() + from, scan.base() + to);
    }
}
