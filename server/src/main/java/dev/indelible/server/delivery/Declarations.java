package dev.indelible.server.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.event.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Integrations from a YAML file, reconciled at start: what is new is made, what differs is
/// changed, what is gone is deleted once it has drained. Those of the file are changed there only,
/// but anybody who manages integrations may pause them: that holds until somebody resumes them.
///
/// ```yaml
/// integrations:
///   - name: Security desk
///     organization: acme
///     type: webhook
///     webhook: { endpoint: "https://hooks.example.com/audit", signingSecret: "${DESK_SECRET}" }
/// ```
public final class Declarations {
    /// Who changes them, as the log and the API say.
    public static final String BY = "the integrations file";

    private static final String PREFIX = "c";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private static final System.Logger logger = System.getLogger(Declarations.class.getName());

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, String> environment;

    /// @param environment what `${NAME}` in the file stands for
    public Declarations(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Whether a destination comes from the file.
    public static boolean declares(Destination destination) {
        return destination.id().startsWith(PREFIX);
    }

    /// Whether the file stopped a destination.
    public static boolean isOfFile(Destination.Pause pause) {
        return pause.by().equals(BY);
    }

    /// Makes destinations be as the file says.
    ///
    /// @param file absent where there is none, which takes away those of an earlier one
    /// @throws IOException if it cannot be read, or what it says cannot be, with the place
    public void reconcile(Optional<Path> file, Integrations integrations, Deliveries deliveries)
            throws IOException {
        var wanted = new LinkedHashMap<String, Wanted>();
        if (file.isPresent()) {
            int place = 0;
            for (JsonNode item : read(file.get()).path("integrations")) {
                var found = new Wanted(file.get(), ++place, draft(file.get(), place, item));
                Wanted other = wanted.putIfAbsent(id(found.draft()), found);
                if (other != null) {
                    throw found.fault(
                            "the name '%s' is that of integration %d; give each its own"
                                    .formatted(found.draft().name(), other.place()));
                }
            }
        }
        // Side by side, because a receiver may take its time for the news of a change.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> changes =
                    wanted.values().stream()
                            .<Future<?>>map(one ->
                                    threads.submit(() -> {
                                        reconcile(one, integrations, deliveries);
                                        return one;
                                    }))
                            .toList();
            for (Future<?> change : changes) {
                await(change);
            }
        }
        for (Destination destination : deliveries.destinations()) {
            if (declares(destination)
                    && !destination.leaving()
                    && !wanted.containsKey(destination.id())) {
                integrations.remove(Optional.empty(), destination.id(), Integrations.Pending.DRAIN);
            }
        }
    }

    /// An integration of the file.
    ///
    /// @param place in it, from 1
    private record Wanted(Path file, int place, Draft draft) {
        IOException fault(String what) {
            return Declarations.fault(file, place, what);
        }
    }

    private static IOException fault(Path file, int place, String what) {
        return new IOException("%s, integration %d: %s".formatted(file, place, what));
    }

    private Draft draft(Path file, int place, JsonNode item) throws IOException {
        try {
            return Drafts.read(substituted(item));
        } catch (FaultySettings | IllegalArgumentException e) {
            throw fault(file, place, String.valueOf(e.getMessage()));
        }
    }

    private static void await(Future<?> change) throws IOException {
        try {
            change.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException fault -> throw fault;
                case RuntimeException failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while the integrations were changed");
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            JsonNode root = YAML.readTree(Files.readString(file));
            if (!root.path("integrations").isArray() || root.size() != 1) {
                throw new IOException(
                        "%s has one member, integrations, which is a list".formatted(file));
            }
            return root;
        } catch (JacksonException e) {
            throw new IOException("%s is not YAML: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private static void reconcile(Wanted wanted, Integrations integrations, Deliveries deliveries)
            throws IOException {
        Draft draft = wanted.draft();
        String id = id(draft);
        Optional<Destination> known = deliveries.destination(id);
        try {
            if (known.isEmpty()) {
                integrations.create(Optional.empty(), draft, id);
            } else if (differs(draft, known.get(), integrations)) {
                integrations.change(Optional.empty(), id, draft);
            }
        } catch (Rejected e) {
            // Whoever may make integrations must not be able to keep the server from starting.
            logger.log(
                    System.Logger.Level.ERROR,
                    "{0}, integration {1} is left as it is: {2}",
                    wanted.file(),
                    wanted.place(),
                    String.valueOf(e.getMessage()));
        } catch (FaultySettings | IllegalArgumentException e) {
            throw wanted.fault(String.valueOf(e.getMessage()));
        }
    }

    private static boolean differs(Draft draft, Destination known, Integrations integrations) {
        if (!draft.settings().isObject()) {
            // Refused as a change.
            return true;
        }
        SinkKind.Settings settings = integrations.split(draft);
        return !known.filter().equals(draft.filter())
                || !known.type().equals(draft.type())
                || !Pauses.isAsDeclared(known, draft.enabled())
                || known.leaving()
                || !Json.parse(known.settings()).equals(Json.parse(settings.json()))
                || !integrations.stored(known).equals(settings.secrets());
    }

    /// Always the same for the same organization and name.
    private static String id(Draft draft) {
        String text = Objects.requireNonNullElse(draft.organization(), "") + "\n" + draft.name();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private JsonNode substituted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(member -> copy.set(member.getKey(), substituted(member.getValue())));
            return copy;
        }
        if (!node.isString()) {
            return node;
        }
        Matcher matcher = VARIABLE.matcher(node.stringValue());
        String text =
                matcher.replaceAll(found -> {
                    String value = environment.get(found.group(1));
                    if (value == null) {
                        throw new IllegalArgumentException(
                                "there is no variable " + found.group(1));
                    }
                    return Matcher.quoteReplacement(value);
                });
        return StringNode.valueOf(text);
    }
}
