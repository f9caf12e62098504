package dev.indelible.proof;

import java.util.List;
import java.util.Set;

/// Which sets of cosigners suffice (tlog-policy, "Defining the quorum"). A tree: each witness and
/// each group has at most one place in it.
sealed interface Quorum {
    boolean isMetBy(Set<VerifierKey> cosigners);

    /// Groups inside each other, this one included.
    default int nesting() {
        return 0;
    }

    /// No cosignature is asked for.
    record Nobody() implements Quorum {
        @Override
        public boolean isMetBy(Set<VerifierKey> cosigners) {
            return true;
        }
    }

    /// One witness.
    record Witness(VerifierKey key) implements Quorum {
        @Override
        public boolean isMetBy(Set<VerifierKey> cosigners) {
            return cosigners.contains(key);
        }
    }

    /// At least `threshold` of the members, 1 to all of them.
    record Group(int threshold, List<Quorum> members, int nesting) implements Quorum {
        /// A group of these.
        static Group of(int threshold, List<Quorum> members) {
            int nesting = members.stream().mapToInt(Quorum::nesting).max().orElse(0);
            return new Group(threshold, List.copyOf(members), 1 + nesting);
        }

        @Override
        public boolean isMetBy(Set<VerifierKey> cosigners) {
            return members.stream().filter(member -> member.isMetBy(cosigners)).count()
                    >= threshold;
        }
    }
}
