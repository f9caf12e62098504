package dev.indelible.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One of the systems that are compared: a real one, in processes of its own, on loopback, with its
/// data in one folder. Made with that folder, started with [#start()].
interface Engine extends AutoCloseable {
    /// Such as `PostgreSQL`.
    String name();

    /// As it tells itself, such as `15.18`; only while it runs.
    String version() throws IOException;

    /// When a write is answered, in one line: class A (fsync before the answer), B (at intervals)
    /// or C (never), and by which setting.
    String durability();

    /// What a reader has to know of its schema and settings to judge the figures, in one line.
    String setup();

    /// Starts it on what its folder holds, or on nothing, and returns as soon as it answers.
    void start() throws IOException;

    /// Ends all its processes at once, as a power cut would (SIGKILL).
    void kill() throws IOException;

    /// The process whose descendants, with it, are the engine.
    ProcessHandle process();

    /// Appends an event in the form in which [#sender()] sends it.
    void encode(Sample sample, ByteArrayOutputStream batch);

    /// A connection that sends batches; for one thread.
    Sender sender() throws IOException;

    /// How events are sent one by one.
    OneByOne oneByOne();

    /// How many events a search finds by now.
    long searchable() throws IOException;

    /// Whether nothing waits to be searchable, where an engine counts what it writes itself, too.
    default boolean isUpToDate() throws IOException {
        return true;
    }

    /// How many of the events that were sent a search finds by now.
    default long kept() throws IOException {
        return searchable();
    }

    /// What its manual advises between a load and questions, if it is done in seconds.
    default void prepare() throws IOException {}

    /// How events are sealed; empty where they are not.
    default Optional<Seals> seals() {
        return Optional.empty();
    }

    /// The same engine, not started, for several who do not trust each other; empty where it has no
    /// keys of theirs.
    ///
    /// @param flood that each of them may make
    default Optional<Tenants> tenants(Flood flood) {
        return Optional.empty();
    }

    /// How events are delivered to destinations; empty where they are not.
    default Optional<Delivers> deliveries() {
        return Optional.empty();
    }

    /// A connection that asks; for one thread.
    Reader reader() throws IOException;

    /// Brings the data into the form in which it rests, as the engine's manual advises: merges,
    /// vacuum, sealing. Returns when it is done.
    ///
    /// @param still how long its files have to be unchanged, of one that does all that by itself
    void settle(Duration still) throws IOException;

    /// Bytes of all its files.
    long diskBytes() throws IOException;

    /// Stops it cleanly and leaves the data.
    @Override
    void close() throws IOException;

    /// Sends batches.
    interface Sender extends AutoCloseable {
        /// Sends these and returns when the engine has answered that it keeps all of them.
        ///
        /// @throws IOException if it does not keep every one
        void send(Prepared.Batch batch) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Asks. Every method has read the whole answer when it returns.
    interface Reader extends AutoCloseable {
        /// Pages, latest event first.
        Pages pages(Filter filter, int rows) throws IOException;

        /// Events per whole day of UTC, from the first day on which one is found to the last.
        long[] days(Filter filter) throws IOException;

        /// Reads all events that fit, whole, in any order.
        ///
        /// @return how many
        long export(Filter filter) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// One page after another, each going on where the last one ended (by cursor, never by offset).
    interface Pages {
        /// The ids of the next page with whole events read, in order; empty at the end.
        List<String> next() throws IOException;
    }

    /// How events are sent one by one.
    sealed interface OneByOne {
        /// As HTTP requests.
        record Http(HttpRequests requests) implements OneByOne {}

        /// Through the engine's own driver.
        record Driver(Writers writers) implements OneByOne {}

        /// It is not made for that.
        ///
        /// @param reason for the report
        record Never(String reason) implements OneByOne {}
    }

    /// Requests that send one event each.
    interface HttpRequests {
        int port();

        /// The whole request, HTTP/1.1 keep-alive, head and body.
        byte[] request(Sample sample);

        /// Whether this answer to it says that the event is kept.
        boolean isKept(int status);
    }

    /// Opens connections.
    interface Writers {
        Writer open() throws IOException;
    }

    /// A connection that sends one event at a time; for one thread.
    interface Writer extends AutoCloseable {
        /// Returns when the engine has answered that it keeps it.
        void write(Sample sample) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Proves what was logged.
    interface Seals {
        /// CPU time used so far by sealing, nanoseconds.
        long sealingNanos() throws IOException;

        /// CPU time used so far by all but the index and the compiler of Java, nanoseconds.
        long intakeNanos() throws IOException;

        /// How many events are durable and not yet in a signed checkpoint.
        long unpublished() throws IOException;

        /// Fetches the proof of an event and returns how many nanoseconds that took.
        long proofNanos(Sample sample) throws IOException;
    }

    /// An engine of which each organization has a key of its own.
    interface Tenants extends Engine {
        /// Makes an organization.
        Tenant tenant(String organization) throws IOException;
    }

    /// What an organization sends.
    interface Tenant {
        int port();

        /// The whole request that sends events, HTTP/1.1 keep-alive, head and body.
        byte[] request(List<Sample> samples);
    }

    /// Delivers what was logged. Destinations get all events, from when they are added, and are
    /// halted until they are let go.
    interface Delivers {
        /// Adds a webhook.
        ///
        /// @return the destination's id
        String webhook(String name, String url) throws IOException;

        /// Adds an HTTP event collector.
        ///
        /// @return the destination's id
        String collector(String name, String url, Acknowledgement acknowledgement)
                throws IOException;

        void go(String destination) throws IOException;

        void halt(String destination) throws IOException;

        /// Events that wait for it to confirm them.
        long unconfirmed(String destination) throws IOException;
    }

    /// What counts as a collector's confirmation.
    enum Acknowledgement {
        /// Its answer.
        ACCEPTED,
        /// That it says, when asked later, that it has indexed them.
        INDEXED
    }
}
