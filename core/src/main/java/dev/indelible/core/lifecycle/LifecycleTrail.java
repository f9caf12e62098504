package dev.indelible.core.lifecycle;

import dev.indelible.core.access.Caller;
import dev.indelible.event.ActorType;
import dev.indelible.event.Detail;
import dev.indelible.event.Operation;
import java.util.List;
import java.util.Map;

/// Where the lifecycle tells what it did: an event in the organization's own log.
@FunctionalInterface
public interface LifecycleTrail {
    /// Somebody did something; returns when that is durable.
    ///
    /// @param by who did it
    void told(By by, Deed deed);

    /// Who.
    ///
    /// @param kind a key, a person, or [#PLATFORM] for what happens by itself
    /// @param id of the credential, or what the issuer calls the person
    /// @param name for people
    record By(Caller.Kind kind, String id, String name) {
        /// The platform itself.
        public static final By PLATFORM =
                new By(Caller.Kind.PLATFORM, Caller.PLATFORM_ID, "Indelible");

        ActorType type() {
            return switch (kind) {
                case KEY, PROGRAM -> ActorType.SERVICE_ACCOUNT;
                case PERSON -> ActorType.USER;
                case PLATFORM -> ActorType.PLATFORM;
            };
        }
    }

    /// What.
    ///
    /// @param id names the deed, so that telling it twice is telling it once
    /// @param action dotted, verb last
    /// @param detail more about it, with the reason as it was given
    record Deed(String id, String organization, String action, Operation operation, Detail detail) {

        /// @param reason empty for none
        /// @param labels nobody is named in them
        static Detail detail(String reason, Map<String, String> labels) {
            return new Detail(
                    null, reason.isEmpty() ? null : reason, null, null, List.of(), labels, null);
        }
    }
}
