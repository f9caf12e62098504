package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Note;
import dev.indelible.proof.VerifierKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Checks the certificate of an erasure, offline: that it is by the key of the log that it is
/// about; and says in plain words what it says.
///
/// It brings no keys along, so they are always the auditor's own. Lines that a later release may
/// add are told as they stand.
public final class CertificateCheck {
    private static final String HEADER = "indelible-erasure/v1";
    private static final String LIMIT = "limit";

    /// No line begins so: a first word has no blank.
    private static final String NTH_LIMIT = LIMIT + " ";

    private final String place;
    private final Report report;
    private final Map<String, String> lines = new LinkedHashMap<>();

    private CertificateCheck(String place, Report report) {
        this.place = place;
        this.report = report;
    }

    /// Whether a file is meant to be one.
    public static boolean looksLikeOne(byte[] file) {
        byte[] beginning = "indelible-erasure/".getBytes(UTF_8);
        return file.length > beginning.length
                && Arrays.equals(file, 0, beginning.length, beginning, 0, beginning.length);
    }

    /// Checks a certificate.
    ///
    /// @param name the file's, for messages
    /// @param pinned whom to believe
    public static Report check(byte[] certificate, String name, Trust pinned) {
        return Report.of(report -> new CertificateCheck(name, report).run(certificate, pinned));
    }

    private void run(byte[] certificate, Trust trust) {
        Note note = note(certificate);
        List<VerifierKey> signers = trust.signers(note, place);
        read(note.text());
        String log = line("log");
        if (signers.stream().noneMatch(key -> key.name().equals(log))) {
            throw refused(
                    "it is about the log %s, and signed by %s: no log speaks for another"
                            .formatted(log, signers.getFirst().name()));
        }
        report.good(place, "the log %s signed it, and it was not changed since".formatted(log));
        tellErasure();
        tellEvents();
        tellRest();
        trust.tell(report);
    }

    private Note note(byte[] certificate) {
        try {
            return Note.parse(certificate);
        } catch (MalformedException e) {
            throw refused("it is damaged, or no certificate: " + e.getMessage());
        }
    }

    /// The lines by their first words; of limits there are several, and of nothing else.
    private void read(String text) {
        List<String> all = text.lines().toList();
        if (!all.getFirst().equals(HEADER)) {
            throw refused("it is a '%s', not known here".formatted(all.getFirst()));
        }
        int limits = 0;
        for (String line : all.subList(1, all.size())) {
            String[] words = line.split(" ", 2);
            String name = words[0].equals(LIMIT) ? NTH_LIMIT + limits++ : words[0];
            if (lines.put(name, words.length == 1 ? "" : words[1]) != null) {
                throw refused("it has two lines '%s'".formatted(name));
            }
        }
    }

    private void tellErasure() {
        String[] requested = words("requested", 2);
        report.good(
                place,
                "erasure %s was asked for on %s by '%s', and was complete on %s"
                        .formatted(line("erasure"), requested[0], requested[1], line("completed")));
        String given = lines.getOrDefault("given", "");
        report.note(
                place,
                "it says of nobody who it was: the person stands in it as a salted hash, %s%s"
                        .formatted(
                                line("person"),
                                given.isEmpty() ? "" : ", named by " + listed(given)));
    }

    private void tellEvents() {
        String[] events = words("events", 3);
        report.good(
                place,
                switch (events[0]) {
                    case "0" -> "no event lost anything";
                    case "1" -> "1 event lost parts, sequence " + events[1];
                    default ->
                            "%s events lost parts, the first of them sequence %s, the last sequence %s"
                                    .formatted((Object[]) events);
                });
        tellCounts("parts", "parts that were erased: %s");
        String records = lines.getOrDefault("records", "0");
        if (!records.equals("0")) {
            report.note(
                    place,
                    records.equals("1")
                            ? "1 of these events is a record of Indelible itself, about reads and changes"
                            : "%s of these events are records of Indelible itself, about reads and changes"
                                    .formatted(records));
        }
        tellCounts("elsewhere", "erased or changed beside the events: %s");
        tellCounts("remaining", "what names the person still, and was left: %s");
        if (!lines.containsKey("remaining")) {
            throw refused("it is signed, and lacks the line 'remaining'");
        }
        if (lines.getOrDefault("remaining", "").isEmpty()) {
            report.good(place, "nothing that was looked at names the person any more");
        }
    }

    private void tellCounts(String name, String sentence) {
        String counts = lines.getOrDefault(name, "");
        if (!counts.isEmpty()) {
            report.note(place, sentence.formatted(listed(counts)));
        }
    }

    /// Limits, and what is not known here, as they stand.
    private void tellRest() {
        List<String> told =
                List.of(
                        "log",
                        "erasure",
                        "person",
                        "given",
                        "requested",
                        "completed",
                        "events",
                        "records",
                        "parts",
                        "elsewhere",
                        "remaining");
        lines.forEach((name, rest) -> {
            if (!told.contains(name)) {
                report.note(place, name.startsWith(NTH_LIMIT) ? rest : name + " " + rest);
            }
        });
    }

    /// `actor=3 client=2` as `actor 3, client 2`.
    private static String listed(String words) {
        return words.strip().replace(" ", ", ").replace('=', ' ');
    }

    private String line(String name) {
        String rest = lines.get(name);
        if (rest == null || rest.isEmpty()) {
            throw refused("it is signed, and lacks the line '%s'".formatted(name));
        }
        return rest;
    }

    private String[] words(String name, int count) {
        String[] words = line(name).split(" ", count);
        if (words.length != count) {
            throw refused("it is signed, and its line '%s' is not understood".formatted(name));
        }
        return words;
    }

    private RefusedException refused(String why) {
        return new RefusedException(place, why);
    }
}
