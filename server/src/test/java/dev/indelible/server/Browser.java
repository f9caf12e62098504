package dev.indelible.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a browser does in a sign-in: keeps cookies, follows redirects, fills forms.
final class Browser implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");
    private static final Pattern INPUT = Pattern.compile("<input[^>]*>");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    /// What is shown.
    record Page(URI url, int status, String body) {
        /// A parameter of its address.
        String parameter(String name) {
            Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url.toString());
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    /// Goes there and wherever it leads.
    Page open(String url) throws IOException, InterruptedException {
        Page page = step(url);
        for (int hops = 0; page.status() == 302 || page.status() == 303; hops++) {
            if (hops > 20) {
                throw new IOException("it never ends: " + page.url());
            }
            page = step(page.url().toString());
        }
        return page;
    }

    /// One request; the address of a redirect is the page's.
    Page step(String url) throws IOException, InterruptedException {
        return send(url, request(url).GET().build());
    }

    /// Sends the form of a page with these fields, up to the first answer.
    Page submit(Page page, Map<String, String> fields) throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page.body());
        String action = form.find() ? form.group(1).replace("&amp;", "&") : "";
        var all = new LinkedHashMap<String, String>();
        Matcher inputs = INPUT.matcher(page.body());
        while (inputs.find()) {
            if (attribute(inputs.group(), "type").equals("hidden")) {
                all.put(attribute(inputs.group(), "name"), attribute(inputs.group(), "value"));
            }
        }
        all.putAll(fields);
        String body =
                all.entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        String url = page.url().resolve(action).toString();
        return send(
                url,
                request(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        String kept =
                kept(url).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("; "));
        if (!kept.isEmpty()) {
            request.header("Cookie", kept);
        }
        return request.header("Accept", "text/html,application/problem+json");
    }

    /// The cookies for an address: to be looked at, taken away, carried elsewhere.
    Map<String, String> kept(String url) {
        return cookies.computeIfAbsent(URI.create(url).getAuthority(), _ -> new TreeMap<>());
    }

    /// All that an address has set, as it was sent.
    private final Map<String, String> headers = new TreeMap<>();

    /// The header that set this cookie.
    String setCookie(String name) {
        return headers.getOrDefault(name, "");
    }

    private Page send(String url, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        for (String header : response.headers().allValues("Set-Cookie")) {
            String[] pair = header.split(";", 2)[0].split("=", 2);
            if (header.contains("Max-Age=0") || pair[1].isEmpty()) {
                kept(url).remove(pair[0]);
            } else {
                kept(url).put(pair[0], pair[1]);
                headers.put(pair[0], header);
            }
        }
        URI location =
                response.headers()
                        .firstValue("Location")
                        .map(next -> URI.create(url).resolve(next))
                        .orElse(URI.create(url));
        return new Page(location, response.statusCode(), response.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
