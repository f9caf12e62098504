package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one policy file (tlog-policy, "Policy file syntax and structure").
///
/// The file is octets and only ASCII has a meaning, so a line is one char per octet (Latin-1) and
/// names are compared as such.
final class PolicyParser {
    private static final String NONE = "none";

    private final byte[] file;
    private final List<Policy.Log> logs = new ArrayList<>();
    private final List<Policy.Witness> witnesses = new ArrayList<>();

    /// Witnesses and groups by their names.
    private final Map<String, Quorum> defined = new HashMap<>();

    private final Set<String> members = new HashSet<>();
    private @Nullable Quorum quorum;

    PolicyParser(byte[] file) {
        this.file = file;
    }

    Policy parse() {
        if (file.length > Limits.POLICY_BYTES_MAX) {
            throw new MalformedException(
                    "a policy has at most 1 MiB, not %d bytes".formatted(file.length));
        }
        List<String> lines = Wire.lines(new String(file, ISO_8859_1), "a policy");
        int number = 0;
        for (String line : lines) {
            number++;
            try {
                read(line);
            } catch (MalformedException e) {
                throw new MalformedException("line " + number + ": " + e.getMessage());
            }
        }
        if (quorum == null) {
            throw new MalformedException(
                    "a policy has a line \"quorum <name>\" or \"quorum none\"");
        }
        List<VerifierKey> keys = new ArrayList<>(logs.stream().map(Policy.Log::key).toList());
        witnesses.forEach(witness -> keys.add(witness.key()));
        require(NoteVerifier.areDistinguishable(keys), "two keys have the same name and id");
        return new Policy(file, logs, witnesses, quorum);
    }

    private void read(String line) {
        boolean isClean =
                line.chars().allMatch(octet -> octet == '\t' || (octet >= ' ' && octet != 0x7f));
        require(isClean, "only tab and newline are allowed of the control characters");
        List<String> items = items(line);
        if (items.isEmpty() || items.get(0).startsWith("#")) {
            return;
        }
        switch (items.get(0)) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            default ->
                    throw new MalformedException(
                            "a line starts with log, witness, group or quorum");
        }
    }

    private void log(List<String> items) {
        require(items.size() == 2 || items.size() == 3, "log <vkey> [<url>]");
        VerifierKey key = key(items.get(1));
        require(
                logs.stream().noneMatch(log -> log.key().hasSamePublicKey(key)),
                "another log has the same key");
        require(logs.size() < Limits.POLICY_LOGS_MAX, "at most 1024 logs are taken");
        logs.add(new Policy.Log(key, item(items, 2)));
    }

    private void witness(List<String> items) {
        require(items.size() == 3 || items.size() == 4, "witness <name> <vkey> [<url>]");
        VerifierKey key = key(items.get(2));
        require(key.type().isTimestamped(), "a witness has a key for cosignatures");
        require(
                witnesses.stream().noneMatch(witness -> witness.key().hasSamePublicKey(key)),
                "another witness has the same key");
        define(items.get(1), new Quorum.Witness(key));
        witnesses.add(new Policy.Witness(shown(items.get(1)), key, item(items, 3)));
    }

    private void group(List<String> items) {
        require(items.size() > 3, "group <name> all|any|<k> <member>...");
        List<String> names = items.subList(3, items.size());
        List<Quorum> group = new ArrayList<>();
        for (String name : names) {
            group.add(definition(name));
            require(members.add(name), "a name is a member of one group, once");
        }
        Quorum meaning = Quorum.Group.of(threshold(items.get(2), names.size()), group);
        require(meaning.nesting() <= Limits.POLICY_NESTING_MAX, "groups nest at most 64 deep");
        define(items.get(1), meaning);
    }

    private static int threshold(String text, int count) {
        return switch (text) {
            case "any" -> 1;
            case "all" -> count;
            default -> {
                int threshold = (int) Wire.decimal(text, count);
                require(threshold > 0, "a group needs 1 to all of its members");
                yield threshold;
            }
        };
    }

    private void quorum(List<String> items) {
        require(items.size() == 2, "quorum <name>|none");
        require(quorum == null, "a policy has one quorum");
        String name = items.get(1);
        quorum = name.equals(NONE) ? new Quorum.Nobody() : definition(name);
    }

    private void define(String name, Quorum meaning) {
        require(!name.equals(NONE), "none is not a name to define");
        require(
                defined.size() < Limits.POLICY_NAMES_MAX,
                "at most 2048 witnesses and groups are taken");
        require(defined.putIfAbsent(name, meaning) == null, "the name is defined already");
    }

    private Quorum definition(String name) {
        Quorum meaning = defined.get(name);
        if (meaning == null) {
            throw new MalformedException("the name is not defined on a line above");
        }
        return meaning;
    }

    private static VerifierKey key(String item) {
        byte[] octets = item.getBytes(ISO_8859_1);
        return VerifierKey.parse(Wire.text(octets, octets.length, "a vkey"));
    }

    /// Sequences of anything but spaces and tabs.
    private static List<String> items(String line) {
        List<String> items = new ArrayList<>();
        for (String item : line.split("[ \t]+", -1)) {
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        return items;
    }

    private static Optional<String> item(List<String> items, int index) {
        return index < items.size() ? Optional.of(shown(items.get(index))) : Optional.empty();
    }

    /// For people: as UTF-8, whatever it was.
    private static String shown(String item) {
        return new String(item.getBytes(ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void require(boolean isRight, String rule) {
        if (!isRight) {
            throw new MalformedException(rule);
        }
    }
}
