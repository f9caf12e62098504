package dev.indelible.sinks;

import dev.indelible.sinks.http.Post;
import dev.indelible.sinks.http.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;

/// Settings that all destinations over HTTP share.
///
/// @param endpoint an absolute http or https URL
/// @param deadline of each request, all included
/// @param headers extra ones, secret
public record HttpSettings(
        String endpoint, Tls tls, Duration deadline, Map<String, String> headers) {
    private static final int HEADERS_MAX = 20;

    /// Reads `endpoint`, `caCertificate`, `skipTlsVerify`, `timeoutSeconds` and `headers`.
    public static HttpSettings read(SettingsReader settings) {
        return new HttpSettings(
                endpoint(settings),
                tls(settings),
                Duration.ofSeconds(settings.integer("timeoutSeconds", 15, 1, 30)),
                headers(settings));
    }

    /// Reads `caCertificate` and `skipTlsVerify`.
    public static Tls tls(SettingsReader settings) {
        String pem = settings.text("caCertificate", "");
        if (!pem.isBlank()) {
            Tls.fault(pem).ifPresent(fault -> settings.fault("caCertificate", fault));
        }
        return new Tls(pem, settings.flag("skipTlsVerify", false));
    }

    private static String endpoint(SettingsReader settings) {
        String text = settings.requiredText("endpoint", "https://siem.example.com/audit").strip();
        if (text.isEmpty()) {
            return "";
        }
        // As StackRox has it: without a scheme it is https.
        String url = text.contains("://") ? text : "https://" + text;
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            settings.fault("endpoint", "endpoint is an http or https URL");
            return "";
        }
        if (!parsed.username().isEmpty() || !parsed.password().isEmpty()) {
            settings.fault("endpoint", "endpoint has a user in it; give username and password");
        }
        if (parsed.fragment() != null) {
            settings.fault("endpoint", "endpoint has a fragment, which is never sent");
        }
        try {
            if (!url.matches("[\\x21-\\x7e]+") || new URI(url).getHost() == null) {
                settings.fault("endpoint", "endpoint is not a plain ASCII URL with a host name");
            }
        } catch (URISyntaxException e) {
            settings.fault("endpoint", "endpoint is not a plain ASCII URL with a host name");
        }
        return url;
    }

    private static Map<String, String> headers(SettingsReader settings) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(settings.secretTexts("headers"));
        if (headers.size() > HEADERS_MAX) {
            settings.fault("headers", "headers has more than %d".formatted(HEADERS_MAX));
        }
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")) {
                settings.fault("headers", "headers has a name that is no HTTP header");
            } else if (Post.RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                settings.fault("headers", "headers may not have " + name + ", which HTTP sets");
            }
            if (!value.matches("[\\x20-\\x7e\\t]{0,8192}")) {
                settings.fault(
                        "headers",
                        "the value of one is no printable ASCII or over 8192 characters");
            }
        });
        return headers;
    }
}
