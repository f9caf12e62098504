package dev.indelible.testkit.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Splunk's HTTP Event Collector with indexer acknowledgement, from its documentation, as the
/// answers of a [ChaosReceiver]: `receiver.otherwise(simulator::answer)`. Any thread.
///
/// Events wait in a queue until they are indexed, at once unless [#holdIndexing()] was called. What
/// the simulator has indexed survives [#restart()]; what waits, and every acknowledgement id, does
/// not.
public final class HecSimulator {
    private static final Pattern ACK_ID = Pattern.compile("\\d+");

    private final String token;
    private final List<String> indexed = new ArrayList<>();
    private final Map<String, Channel> channels = new HashMap<>();
    private boolean acknowledges;
    private boolean holdsIndexing;
    private boolean forgetsChannels;
    private int lostAckAnswers;
    private int busyAnswers;
    private String invalid = "";
    private boolean keepsPrefix;
    private String cookie = "";

    /// What one channel has, in memory.
    private static final class Channel {
        long nextAckId;
        final TreeMap<Long, List<String>> waiting = new TreeMap<>();
        final TreeMap<Long, Boolean> confirmed = new TreeMap<>();
    }

    /// @param acknowledges whether the token has indexer acknowledgement
    public HecSimulator(String token, boolean acknowledges) {
        this.token = token;
        this.acknowledges = acknowledges;
    }

    /// The lines that were indexed, in order, as often as they were.
    public synchronized List<String> indexed() {
        return List.copyOf(indexed);
    }

    /// The values of one indexed field, such as `event_id`.
    public List<String> fields(String name) {
        var pattern = Pattern.compile("\"fields\":\\{.*\"" + name + "\":\"([^\"]*)\"");
        return indexed().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /// From now on events wait until [#index()].
    public synchronized void holdIndexing() {
        holdsIndexing = true;
    }

    /// Indexes all that waits, and goes on to index at once.
    public synchronized void index() {
        holdsIndexing = false;
        channels.values().forEach(this::index);
    }

    /// Loses what waits, all channels and their ids: they begin at 0 again.
    public synchronized void restart() {
        channels.clear();
    }

    /// From now on a channel is forgotten as soon as it was used: idle channels that expire.
    public synchronized void forgetChannels(boolean forgets) {
        forgetsChannels = forgets;
    }

    /// The next answers to questions about acknowledgements are lost on their way: `true` was said
    /// once and is never said again.
    public synchronized void loseAckAnswers(int count) {
        lostAckAnswers = count;
    }

    /// The next answers are code 9.
    public synchronized void busy(int count) {
        busyAnswers = count;
    }

    public synchronized void acknowledges(boolean acknowledges) {
        this.acknowledges = acknowledges;
    }

    /// Events with this text are invalid data.
    ///
    /// @param keepsPrefix whether those before it in the same request are kept nevertheless
    public synchronized void refuse(String text, boolean keepsPrefix) {
        invalid = text;
        this.keepsPrefix = keepsPrefix;
    }

    /// Sets this cookie with every answer: another value is another indexer behind the balancer,
    /// which knows no channel.
    public synchronized void cookie(String value) {
        cookie = value;
        channels.clear();
    }

    /// The answer to a request.
    public synchronized Fault answer(Received request) {
        String target = request.requestLine().split(" ", -1)[1];
        String path = target.split("\\?", -1)[0];
        if (!request.header("Authorization").orElse("").equals("Splunk " + token)) {
            return reply(403, 4, "Invalid token", "");
        }
        if (busyAnswers > 0) {
            busyAnswers--;
            return reply(503, 9, "Server is busy", "");
        }
        return switch (path) {
            case "/services/collector",
                    "/services/collector/event",
                    "/services/collector/event/1.0" ->
                    events(request);
            case "/services/collector/ack" -> acks(request, target);
            default -> reply(404, 404, "The requested URL was not found on this server.", "");
        };
    }

    private Fault events(Received request) {
        List<String> lines = request.text().lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return reply(400, 5, "No data", "");
        }
        String channelId = request.header("X-Splunk-Request-Channel").orElse("");
        if (acknowledges && channelId.isEmpty()) {
            return reply(400, 10, "Data channel is missing", "");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!invalid.isEmpty() && lines.get(i).contains(invalid)) {
                if (keepsPrefix) {
                    indexed.addAll(lines.subList(0, i));
                }
                return reply(400, 6, "Invalid data format", ",\"invalid-event-number\":" + i);
            }
        }
        if (!acknowledges) {
            indexed.addAll(lines);
            return reply(200, 0, "Success", "");
        }
        Channel channel = channels.computeIfAbsent(channelId, _ -> new Channel());
        long ackId = channel.nextAckId++;
        channel.waiting.put(ackId, lines);
        if (!holdsIndexing) {
            index(channel);
        }
        if (forgetsChannels) {
            channels.remove(channelId);
        }
        return reply(200, 0, "Success", ",\"ackId\":" + ackId);
    }

    private void index(Channel channel) {
        channel.waiting.forEach((ackId, lines) -> {
            indexed.addAll(lines);
            channel.confirmed.put(ackId, true);
        });
        channel.waiting.clear();
    }

    private Fault acks(Received request, String target) {
        if (!acknowledges) {
            return reply(400, 14, "ACK is disabled", "");
        }
        String channelId = target.replaceAll(".*[?&]channel=([^&]*).*", "$1");
        Channel channel = channels.getOrDefault(channelId, new Channel());
        var answers = new LinkedHashMap<String, Boolean>();
        Matcher asked = ACK_ID.matcher(request.text());
        while (asked.find()) {
            // True is said once.
            answers.put(
                    asked.group(), channel.confirmed.remove(Long.parseLong(asked.group())) != null);
        }
        if (lostAckAnswers > 0) {
            lostAckAnswers--;
            return new Fault.ResetAfterBody(false);
        }
        return json(
                200,
                answers.entrySet().stream()
                        .map(answer -> "\"%s\":%s".formatted(answer.getKey(), answer.getValue()))
                        .collect(Collectors.joining(",", "{\"acks\":{", "}}")));
    }

    private Fault reply(int status, int code, String text, String more) {
        return json(status, "{\"text\":\"%s\",\"code\":%d%s}".formatted(text, code, more));
    }

    private Fault json(int status, String body) {
        var headers = new ArrayList<>(List.of("Content-Type: application/json"));
        if (!cookie.isEmpty()) {
            headers.add("Set-Cookie: indexer=" + cookie + "; Path=/");
        }
        return new Fault.Status(status, headers, body);
    }
}
