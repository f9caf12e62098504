package dev.indelible.server;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.HecSimulator;
import dev.indelible.testkit.delivery.Oracle;
import dev.indelible.testkit.delivery.Received;
import dev.indelible.testkit.delivery.Rsyslog;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A receiver of the soak: it can be killed and started again, and tells what it has stored.
interface SoakReceiver extends AutoCloseable {
    JsonMapper MAPPER = new JsonMapper();

    /// Of the integration.
    String name();

    /// The members of the integration beside name and organization.
    String settings();

    /// Refuses all connections from now on and forgets what a killed receiver forgets.
    void kill() throws Exception;

    /// Comes back after [#kill()], with its faults.
    void start() throws Exception;

    /// Has no more faults.
    void heal();

    /// What it has stored, in order.
    List<Oracle.Stored> stored() throws Exception;

    /// The same, once it has so many numbers: what was confirmed without being acknowledged may
    /// still be on its way.
    default List<Oracle.Stored> stored(long numbers) throws Exception {
        return stored();
    }

    /// How often at most it may have got something twice.
    long repeatsMax();

    default Oracle.Order order() {
        return Oracle.Order.STRICT;
    }

    @Override
    void close() throws IOException;

    /// A webhook.
    final class Webhook implements SoakReceiver {
        private final String name;
        private final List<ChaosReceiver> lives = new ArrayList<>();
        private Function<Received, Fault> faults;

        Webhook(String name, Function<Received, Fault> faults) throws Exception {
            this.name = name;
            this.faults = faults;
            lives.add(ChaosReceiver.start().otherwise(faults));
        }

        /// What a receiver has that goes on.
        Webhook(ChaosReceiver receiver) {
            name = "webhook";
            faults = _ -> Fault.none();
            lives.add(receiver);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String settings() {
            return "\"type\":\"webhook\",\"webhook\":{\"endpoint\":\"%s\",\"batchEvents\":50}"
                    .formatted(lives.getLast().url());
        }

        @Override
        public void kill() throws Exception {
            lives.getLast().close();
        }

        @Override
        public void start() throws Exception {
            lives.add(ChaosReceiver.start(lives.getLast().port()).otherwise(faults));
        }

        @Override
        public void heal() {
            faults = _ -> Fault.none();
            lives.getLast().otherwise(faults);
        }

        @Override
        public List<Oracle.Stored> stored() throws Exception {
            var stored = new ArrayList<Oracle.Stored>();
            for (ChaosReceiver life : lives) {
                for (Received request : life.received()) {
                    if (request.taken() && request.whole()) {
                        stored.add(batch(request));
                    }
                }
            }
            return stored;
        }

        private static Oracle.Stored batch(Received request) throws Exception {
            JsonNode data = MAPPER.readTree(request.body()).path("data");
            var lines = new ArrayList<Oracle.Line>();
            for (JsonNode item : data.path("events")) {
                lines.add(
                        new Oracle.Line(
                                item.path("destinationSequence").asLong(),
                                UUID.fromString(item.path("event").path("id").stringValue())));
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(request.body());
            return new Oracle.Stored(
                    request.header("webhook-id").orElseThrow(),
                    HexFormat.of().formatHex(hash),
                    data.path("replay").asBoolean(false),
                    lines);
        }

        @Override
        public long repeatsMax() {
            return lives.stream().mapToLong(life -> life.received().size()).sum();
        }

        @Override
        public void close() throws IOException {
            lives.getLast().close();
        }
    }

    /// Splunk's collector with acknowledgement. A restart loses what was not indexed yet, its
    /// channels and its ids.
    final class Hec implements SoakReceiver {
        private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
        private static final Pattern NUMBER = Pattern.compile("\"destination_sequence\":\"?(\\d+)");
        private static final Pattern BATCH_ID = Pattern.compile("\"batch_id\":\"([^\"]+)\"");
        private static final String TOKEN = "6f2e-soak";

        private final HecSimulator simulator = new HecSimulator(TOKEN, true);
        private final Random random;
        private ChaosReceiver receiver;

        Hec(Random random) throws Exception {
            this.random = random;
            receiver = ChaosReceiver.start().otherwise(simulator::answer);
        }

        @Override
        public String name() {
            return "hec";
        }

        @Override
        public String settings() {
            return """
            "type":"splunk","splunk":{"endpoint":"http://127.0.0.1:%d","token":"%s",\
            "acknowledge":true,"acknowledgeTimeoutSeconds":10,"batchEvents":50}\
            """
                    .formatted(receiver.port(), TOKEN);
        }

        @Override
        public void kill() throws Exception {
            receiver.close();
            simulator.restart();
        }

        @Override
        public void start() throws Exception {
            simulator.index();
            if (random.nextBoolean()) {
                simulator.holdIndexing();
            }
            receiver = ChaosReceiver.start(receiver.port()).otherwise(simulator::answer);
        }

        @Override
        public void heal() {
            simulator.index();
        }

        @Override
        public List<Oracle.Stored> stored() {
            return simulator.indexed().stream().map(Hec::line).toList();
        }

        private static Oracle.Stored line(String line) {
            long number = Long.parseLong(found(NUMBER, line));
            var event = new Oracle.Line(number, UUID.fromString(found(EVENT_ID, line)));
            String batch = found(BATCH_ID, line) + " number " + number;
            return new Oracle.Stored(batch, line, false, List.of(event));
        }

        private static String found(Pattern pattern, String line) {
            Matcher matcher = pattern.matcher(line);
            if (!matcher.find()) {
                throw new AssertionError("no " + pattern + " in " + line);
            }
            return matcher.group(1);
        }

        @Override
        public long repeatsMax() {
            return Long.MAX_VALUE;
        }

        @Override
        public Oracle.Order order() {
            return Oracle.Order.PIPELINED;
        }

        @Override
        public void close() throws IOException {
            receiver.close();
        }
    }

    /// Debian's rsyslog. Over RELP it is killed as well; over plain TCP not, because what is in its
    /// buffers then is gone and nobody can know.
    final class Syslog implements SoakReceiver {
        private static final Pattern LINE =
                Pattern.compile(
                        ".*?\\[indelible@32473 .*?id=\"([^\"]+)\".* destinationSequence=\"(\\d+)\"\\] (.*)");

        private final String transport;
        private final Rsyslog rsyslog;

        Syslog(String transport, Rsyslog rsyslog) {
            this.transport = transport;
            this.rsyslog = rsyslog;
        }

        @Override
        public String name() {
            return "rsyslog " + transport;
        }

        @Override
        public String settings() {
            return """
            "type":"syslog","syslog":{"host":"127.0.0.1","port":%d,"transport":"%s",\
            "batchEvents":50}\
            """
                    .formatted(rsyslog.port(), transport);
        }

        @Override
        public void kill() throws Exception {
            if (transport.equals("relp")) {
                rsyslog.kill();
            }
        }

        @Override
        public void start() throws Exception {
            if (transport.equals("relp")) {
                rsyslog.start();
            }
        }

        @Override
        public void heal() {
            // Has no faults but death.
        }

        @Override
        public List<Oracle.Stored> stored() throws Exception {
            var stored = new ArrayList<Oracle.Stored>();
            for (String line : rsyslog.lines(0)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && isWhole(matcher.group(3))) {
                    long number = Long.parseLong(matcher.group(2));
                    var event = new Oracle.Line(number, UUID.fromString(matcher.group(1)));
                    // A batch sent again brings the same line.
                    stored.add(new Oracle.Stored("number " + number, line, false, List.of(event)));
                }
            }
            return stored;
        }

        @Override
        public List<Oracle.Stored> stored(long numbers) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (true) {
                List<Oracle.Stored> stored = stored();
                long distinct = stored.stream().map(Oracle.Stored::batchId).distinct().count();
                if (distinct >= numbers || System.nanoTime() > end) {
                    return stored;
                }
                Thread.onSpinWait();
            }
        }

        /// What was cut when the sender was killed is written down as well.
        private static boolean isWhole(String text) {
            try {
                return MAPPER.readTree(text).isObject();
            } catch (JacksonException e) {
                return false;
            }
        }

        @Override
        public long repeatsMax() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {
            rsyslog.close();
        }
    }
}
