package dev.indelible.sinks.splunk;

import dev.indelible.sinks.HttpSettings;
import dev.indelible.sinks.SettingsReader;
import java.time.Duration;
import java.util.regex.Pattern;

/// The settings of one collector.
///
/// @param url for events; by StackRox's rule an address without a path gets the collector's
/// @param token of the collector, secret
/// @param format `native` or `stackrox`
/// @param index empty for the token's own
/// @param acknowledge whether the token has indexer acknowledgement
/// @param acknowledgeTimeout after which what is not confirmed is sent again
record SplunkSettings(
        HttpSettings http,
        String url,
        String token,
        String format,
        String source,
        String sourceType,
        String host,
        String index,
        boolean acknowledge,
        Duration acknowledgeTimeout,
        int batchEvents,
        int batchBytes) {
    private static final Pattern WITHOUT_PATH = Pattern.compile("(https?://)?[^/]+/*");
    private static final String EVENTS = "/services/collector/event/1.0";

    static SplunkSettings read(SettingsReader settings) {
        HttpSettings http = HttpSettings.read(settings);
        String token = settings.secret("token");
        if (!token.matches("[\\x21-\\x7e]{1,1000}")) {
            settings.fault("token", "token is missing; give the collector's, such as a UUID");
        }
        String format = settings.choice("format", "native", "stackrox");
        boolean isStackRox = format.equals("stackrox");
        return new SplunkSettings(
                http,
                url(http.endpoint()),
                token,
                format,
                settings.text("source", isStackRox ? "stackrox" : "indelible"),
                settings.text(
                        "sourceType", isStackRox ? "stackrox-audit-message" : "indelible:audit"),
                settings.text("host", ""),
                settings.text("index", ""),
                settings.flag("acknowledge", false),
                Duration.ofSeconds(settings.integer("acknowledgeTimeoutSeconds", 300, 10, 3600)),
                settings.integer("batchEvents", 1000, 1, 10_000),
                settings.integer("batchBytes", 1_000_000, 1 << 10, 16 << 20));
    }

    private static String url(String endpoint) {
        return WITHOUT_PATH.matcher(endpoint).matches()
                ? endpoint.replaceAll("/+$", "") + EVENTS
                : endpoint;
    }

    /// Where acknowledgements are asked for.
    String ackUrl() {
        int path = url.indexOf("/services/collector");
        String base = path < 0 ? url.replaceAll("(//[^/]+).*", "$1") : url.substring(0, path);
        return base + "/services/collector/ack";
    }
}
