package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is to be replaced in a text. For one thread, for one text.
final class Edits {
    private final List<Edit> edits = new ArrayList<>();

    /// Text in the place of bytes.
    private record Edit(int from, int to, String replacement) {}

    /// Notes that these bytes are replaced. Of spans inside each other the outer one counts.
    void replace(int from, int to, String replacement) {
        edits.add(new Edit(from, to, replacement));
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /// The text with everything replaced.
    byte[] applied(byte[] text) {
        edits.sort(
                Comparator.comparingInt(Edit::from)
                        .thenComparing(Edit::to, Comparator.reverseOrder()));
        var out = new ByteArrayOutputStream(text.length + 64);
        int at = 0;
        for (Edit edit : edits) {
            if (edit.from() >= at) {
                out.write(text, at, edit.from() - at);
                out.writeBytes(edit.replacement().getBytes(UTF_8));
                at = edit.to();
            }
        }
        out.write(text, at, text.length - at);
        return out.toByteArray();
    }
}
