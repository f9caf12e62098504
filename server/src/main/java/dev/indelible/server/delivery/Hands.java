package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// What integrations work with.
///
/// @param kinds by their types
/// @param random not guessable
public record Hands(
        Map<String, SinkKind> kinds,
        SecretBox secrets,
        Journal journal,
        ChangeEvents events,
        InstantSource clock,
        RandomGenerator random) {

    /// Those of a server.
    public static Hands of(
            Map<String, SinkKind> kinds,
            SecretBox secrets,
            Journal journal,
            Intake intake,
            InstantSource clock,
            RandomGenerator random) {
        var events = new ChangeEvents(intake, journal, clock, random);
        return new Hands(new TreeMap<>(kinds), secrets, journal, events, clock, random);
    }

    /// Opens a destination's sink.
    ///
    /// @throws IllegalArgumentException if settings cannot be used
    /// @throws Rejected if secrets cannot be opened
    public Sink open(Destination destination) {
        SinkKind kind = kinds.get(destination.type());
        if (kind == null) {
            throw new IllegalArgumentException("there is no type " + destination.type());
        }
        var settings = new SinkKind.Settings(destination.settings(), opened(destination));
        return kind.open(settings.of(destination.organization()));
    }

    private Map<String, String> opened(Destination destination) {
        try {
            return secrets.open(destination.id(), destination.secrets());
        } catch (IllegalArgumentException e) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the stored secrets cannot be opened with the present secrets key; give them anew");
        }
    }

    /// The secrets of a destination; none where they cannot be opened any more.
    Map<String, String> stored(Destination destination) {
        return isReadable(destination) ? opened(destination) : Map.of();
    }

    /// Whether the secrets of a destination can be opened.
    boolean isReadable(Destination destination) {
        try {
            opened(destination);
            return true;
        } catch (Rejected e) {
            return false;
        }
    }

    /// Sixteen hex digits that nobody else has.
    String unique() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
