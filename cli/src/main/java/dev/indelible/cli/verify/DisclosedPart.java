package dev.indelible.cli.verify;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import java.nio.charset.StandardCharsets;

/// One part of an event as it was given out.
sealed interface DisclosedPart {

    Part part();

    /// What must stand for it in the leaf entry.
    byte[] commitment();

    /// What a different commitment means.
    String difference();

    /// Its bytes and its salt are there.
    final class Shown implements DisclosedPart {
        private final Part part;
        private final byte[] salt;
        private final String text;

        Shown(Part part, byte[] salt, String text) {
            this.part = part;
            this.salt = salt.clone();
            this.text = text;
        }

        @Override
        public Part part() {
            return part;
        }

        /// The part's exact bytes, as text: JSON, and hostile.
        String text() {
            return text;
        }

        @Override
        public byte[] commitment() {
            return Leaf.commitment(salt, part, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String difference() {
            return "its bytes or its salt are not those that were sealed";
        }
    }

    /// Its bytes and its salt were deleted; the commitment stays, and with it every proof.
    final class Erased implements DisclosedPart {
        private final Part part;
        private final byte[] commitment;

        Erased(Part part, byte[] commitment) {
            this.part = part;
            this.commitment = commitment.clone();
        }

        @Override
        public Part part() {
            return part;
        }

        @Override
        public byte[] commitment() {
            return commitment.clone();
        }

        @Override
        public String difference() {
            return "it is said to be erased, but what is left of it is not what was sealed";
        }
    }
}
