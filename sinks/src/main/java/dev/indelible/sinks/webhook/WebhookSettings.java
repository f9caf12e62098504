package dev.indelible.sinks.webhook;

import dev.indelible.sinks.HttpSettings;
import dev.indelible.sinks.SettingsReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The settings of one webhook.
///
/// @param format `native`, `stackrox` or `ocsf`
/// @param password empty without basic authentication
/// @param signing secrets of Standard Webhooks, the newest first; none for no signature
/// @param extraFields of the `stackrox` format, sorted by name
/// @param addIdentity whether the `stackrox` format gets fields with id and number of the event
record WebhookSettings(
        HttpSettings http,
        String format,
        String username,
        String password,
        List<SigningSecret> signing,
        Map<String, String> extraFields,
        boolean addIdentity,
        int batchEvents,
        int batchBytes) {
    private static final int EXTRA_FIELDS_MAX = 50;

    static WebhookSettings read(SettingsReader settings) {
        HttpSettings http = HttpSettings.read(settings);
        String format = settings.choice("format", "native", "stackrox", "ocsf");
        String username = settings.text("username", "");
        String password = settings.secret("password");
        if (username.isEmpty() != password.isEmpty()) {
            settings.fault("password", "username and password are given together or not at all");
        }
        if (username.indexOf(':') >= 0) {
            settings.fault("username", "username has a colon, which basic authentication forbids");
        }
        boolean isStackRox = format.equals("stackrox");
        if (isStackRox && settings.has("batchEvents")) {
            settings.fault("batchEvents", "a StackRox message has one event");
        }
        boolean addIdentity = settings.flag("addIdentity", false);
        if (addIdentity && !isStackRox) {
            settings.fault("addIdentity", "addIdentity is for the format stackrox alone");
        }
        return new WebhookSettings(
                http,
                format,
                username,
                password,
                signing(settings),
                extraFields(settings, isStackRox),
                addIdentity,
                settings.integer("batchEvents", 1000, 1, 10_000),
                settings.integer("batchBytes", 1 << 20, 1 << 10, 16 << 20));
    }

    private static List<SigningSecret> signing(SettingsReader settings) {
        String newest = settings.secret("signingSecret");
        String previous = settings.secret("previousSigningSecret");
        if (newest.isEmpty() && !previous.isEmpty()) {
            settings.fault(
                    "previousSigningSecret", "previousSigningSecret is given beside signingSecret");
        }
        return java.util.stream.Stream.of("signingSecret", "previousSigningSecret")
                .filter(name -> !settings.secret(name).isEmpty())
                .flatMap(name -> signing(settings, name).stream())
                .toList();
    }

    private static java.util.Optional<SigningSecret> signing(SettingsReader settings, String name) {
        try {
            return java.util.Optional.of(SigningSecret.parse(settings.secret(name)));
        } catch (IllegalArgumentException e) {
            settings.fault(name, String.valueOf(e.getMessage()));
            return java.util.Optional.empty();
        }
    }

    private static Map<String, String> extraFields(SettingsReader settings, boolean isStackRox) {
        Map<String, String> fields = settings.texts("extraFields");
        if (!fields.isEmpty() && !isStackRox) {
            settings.fault("extraFields", "extraFields is for the format stackrox alone");
        }
        if (fields.size() > EXTRA_FIELDS_MAX) {
            settings.fault(
                    "extraFields", "extraFields has more than %d".formatted(EXTRA_FIELDS_MAX));
        }
        fields.forEach((name, value) -> {
            if (name.isEmpty() || value.isEmpty()) {
                settings.fault("extraFields", "names and values are not empty");
            }
            if (name.toLowerCase(Locale.ROOT).equals("audit")) {
                settings.fault(
                        "extraFields", "extraFields may not have audit, which is the message");
            }
        });
        return new TreeMap<>(fields);
    }
}
