package dev.indelible.core.lifecycle;

import dev.indelible.core.access.Role;
import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Mention;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.Severity;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Values that stand in the events of everybody: erased as if they were a person, they would take
/// the actors, targets and details of many others along.
final class CommonWords {
    private static final Set<String> ALL =
            Stream.of(
                            Stream.of(ActorType.values()).map(ActorType::label),
                            Stream.of(Category.values()).map(Category::label),
                            Stream.of(Channel.values()).map(Channel::label),
                            Stream.of(Operation.values()).map(Operation::label),
                            Stream.of(Outcome.values()).map(Outcome::label),
                            Stream.of(Severity.values()).map(Severity::label),
                            Stream.of(Role.values()).map(Role::label),
                            Stream.of(
                                    "account",
                                    "admin",
                                    "admins",
                                    "client",
                                    "default",
                                    "editor",
                                    "error",
                                    "event",
                                    "false",
                                    "group",
                                    "guest",
                                    "indelible",
                                    "login",
                                    "logout",
                                    "member",
                                    "none",
                                    "null",
                                    "operator",
                                    "owner",
                                    "password",
                                    "project",
                                    "root",
                                    "server",
                                    "service",
                                    "staff",
                                    "support",
                                    "system",
                                    "test",
                                    "token",
                                    "true",
                                    "users",
                                    "viewer"))
                    .flatMap(words -> words)
                    .collect(Collectors.toUnmodifiableSet());

    private CommonWords() {}

    /// Whether a value is one of them, or so short that it says nothing.
    static boolean has(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        return word.length() < Mention.WORD_CHARS_MIN || ALL.contains(word);
    }
}
