package dev.indelible.core.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A kind of destination, such as `webhook`: checks settings and opens sinks. Any thread.
public interface SinkKind {

    /// The name in settings and in the API: `webhook`, `splunk`, `syslog`, `file`.
    String type();

    /// The members of the settings that are secret: kept encrypted, never shown, apart from the
    /// rest. Names as paths with dots, such as `basic.password`.
    Set<String> secrets();

    /// The members that say where data goes. Whoever changes one gives the secrets anew, so that a
    /// stored secret cannot be sent elsewhere.
    Set<String> addresses();

    /// What is wrong with these settings; empty if nothing is.
    List<Fault> check(Settings settings);

    /// Opens a sink; connects only when it sends.
    ///
    /// @throws IllegalArgumentException if [#check(Settings)] finds faults
    Sink open(Settings settings);

    /// The settings of one destination.
    ///
    /// @param json the object under the member [#type()], without secrets
    /// @param secrets by path; [#toString()] hides them
    /// @param organization whose events go there; absent for those of the whole instance
    record Settings(String json, Map<String, String> secrets, Optional<String> organization) {
        public Settings {
            secrets = Map.copyOf(secrets);
        }

        /// Settings of the whole instance.
        public Settings(String json, Map<String, String> secrets) {
            this(json, secrets, Optional.empty());
        }

        /// The same, of this organization.
        public Settings of(@Nullable String other) {
            return new Settings(json, secrets, Optional.ofNullable(other));
        }

        @Override
        public String toString() {
            return "Settings[" + json + ", " + secrets.keySet() + "]";
        }
    }

    /// What is wrong with one setting.
    ///
    /// @param member path of the setting
    /// @param sentence what is wrong, with value, limit and cure
    record Fault(String member, String sentence) {}
}
