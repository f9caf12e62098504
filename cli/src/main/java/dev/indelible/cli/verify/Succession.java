package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Proofs;
import java.util.Arrays;
import java.util.Optional;

/// Whether a log only grew from one state to another.
final class Succession {
    private Succession() {}

    /// Why the later state does not follow the earlier one; nothing if it does.
    ///
    /// @param log has the tiles of the later state; they are not believed
    static Optional<String> problem(Checkpoint earlier, Checkpoint later, LogReader log) {
        if (later.size() < earlier.size()) {
            return Optional.of(
                    "the log was rolled back: it showed %d entries before, and shows %d now (or a"
                                    .formatted(earlier.size(), later.size())
                            + " cache between here and the server lags)");
        }
        if (earlier.size() == 0) {
            return Optional.empty();
        }
        if (later.size() == earlier.size()) {
            return Arrays.equals(earlier.root(), later.root())
                    ? Optional.empty()
                    : Optional.of(
                            "the log has forked: two roots were signed for the same %d entries"
                                    .formatted(later.size()));
        }
        try {
            boolean isConsistent =
                    Merkle.isConsistent(
                            earlier.size(),
                            later.size(),
                            earlier.root(),
                            later.root(),
                            Proofs.consistency(
                                    earlier.size(), later.size(), log.hashes(later.size())));
            return isConsistent
                    ? Optional.empty()
                    : Optional.of(
                            "the log has forked, or its tiles are damaged: the %d entries now do"
                                            .formatted(later.size())
                                    + " not begin with the %d that were there before"
                                            .formatted(earlier.size()));
        } catch (RefusedException e) {
            return Optional.of(
                    "the log does not show that it only grew from %d to %d entries: %s: %s"
                            .formatted(earlier.size(), later.size(), e.place(), e.getMessage()));
        }
    }
}
