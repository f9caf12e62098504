package dev.indelible.server.protection;

import dev.indelible.core.protection.DefaultRules;
import dev.indelible.core.protection.Finder;
import dev.indelible.core.protection.MemberPath;
import dev.indelible.core.protection.Redaction;
import dev.indelible.core.protection.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The rules of redaction: the default ones, and what a YAML file says of them and beside them.
///
/// ```yaml
/// off: [card-number]
/// rules:
///   - name: employee-number
///     pattern: 'EMP-[0-9]{6}'
///   - name: health
///     members: [diagnosis, medication]
///     paths: [detail.request.payload.notes]
/// ```
public final class RedactionFile {
    private static final Set<String> MEMBERS = Set.of("off", "rules");
    private static final Set<String> RULE_MEMBERS = Set.of("name", "pattern", "members", "paths");

    private RedactionFile() {}

    /// What these settings say.
    ///
    /// @param file absent where the default rules are all
    /// @throws IOException if it cannot be read, or says what cannot be, with the place
    public static Redaction redaction(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return new Redaction(DefaultRules.all());
        }
        try {
            return redaction(new YAMLMapper().readTree(Files.readString(file.get())));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file.get(), e.getMessage()), e);
        }
    }

    private static Redaction redaction(JsonNode root) {
        requireKnown(root, MEMBERS);
        requireAny(root);
        var off = new TreeSet<>(texts(root, "off"));
        var rules = new ArrayList<Rule>();
        for (Rule rule : DefaultRules.all()) {
            if (!off.remove(rule.name())) {
                rules.add(rule);
            }
        }
        if (!off.isEmpty()) {
            throw new IllegalArgumentException(
                    "off: there are no default rules %s; there are %s"
                            .formatted(off, DefaultRules.all().stream().map(Rule::name).toList()));
        }
        for (JsonNode rule : root.path("rules")) {
            rules.add(rule(rule));
        }
        return new Redaction(rules);
    }

    /// Who names a file wants more or less than the default rules, so one that says nothing was cut
    /// short, or is another.
    private static void requireAny(JsonNode root) {
        for (String member : MEMBERS) {
            JsonNode list = root.path(member);
            if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
                throw new IllegalArgumentException(
                        "'%s' is a list, with a dash before each of it".formatted(member));
            }
        }
        if (root.path("off").isEmpty() && root.path("rules").isEmpty()) {
            throw new IllegalArgumentException(
                    "it has nothing in 'off' or 'rules'; write rules into it, or leave INDELIBLE_REDACTION out for the default ones");
        }
    }

    private static Rule rule(JsonNode rule) {
        requireKnown(rule, RULE_MEMBERS);
        String name = rule.path("name").asString("");
        List<Finder> finders =
                rule.hasNonNull("pattern")
                        ? List.of(new Patterns(rule.path("pattern").asString()))
                        : List.of();
        List<MemberPath> paths = texts(rule, "paths").stream().map(MemberPath::of).toList();
        return Rule.of(name, new LinkedHashSet<>(texts(rule, "members")), paths, finders);
    }

    private static void requireKnown(JsonNode object, Set<String> members) {
        for (String member : object.propertyNames()) {
            if (!members.contains(member)) {
                throw new IllegalArgumentException(
                        "'%s' is none of %s".formatted(member, new TreeSet<>(members)));
            }
        }
    }

    private static List<String> texts(JsonNode object, String member) {
        var texts = new ArrayList<String>();
        for (JsonNode item : object.path(member)) {
            texts.add(item.asString());
        }
        return texts;
    }
}
