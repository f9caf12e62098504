package dev.indelible.testkit.delivery;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a [ChaosReceiver] does with one request.
public sealed interface Fault {

    /// Reads it whole and answers with this status.
    ///
    /// @param headers whole lines such as `Retry-After: 3`
    /// @param body of the answer
    record Status(int status, List<String> headers, String body) implements Fault {}

    /// Takes it and answers 200: no fault.
    static Fault none() {
        return status(200);
    }

    static Fault status(int status, String... headers) {
        return new Status(status, List.of(headers), "");
    }

    /// Closes the connection with a reset, before anything is read.
    record ResetBeforeBody() implements Fault {}

    /// Reads everything, then closes the connection with a reset, without an answer.
    ///
    /// @param taken whether the content counts as stored nevertheless
    record ResetAfterBody(boolean taken) implements Fault {}

    /// Takes it, sends the head of a 200 that promises a body, then resets.
    record ResetInAnswer() implements Fault {}

    /// Reads everything and never answers; ends when the sender gives up.
    record Hang() implements Fault {}

    /// Never reads: the sender's buffers fill.
    record NeverRead() implements Fault {}

    /// Takes it and answers 200, a byte of the body each so often, without end.
    record DripBody(Duration pause) implements Fault {}

    /// Takes it and answers 200, a byte of the head each so often, without end.
    record DripHead(Duration pause) implements Fault {}

    /// Takes it and answers 200 with so many bytes.
    record Huge(long bytes) implements Fault {}

    /// Takes it and answers 200 with a gzip body that unpacks to so many bytes.
    record GzipBomb(long bytes) implements Fault {}

    /// Answers with something that is no HTTP.
    record Garbage() implements Fault {}

    /// 413 for bodies above this size, else 200.
    record LimitBytes(int bytes) implements Fault {}

    /// 400 for bodies that contain this text, else 200: one poison event in many.
    ///
    /// @param text such as an event's id
    record Poison(String text) implements Fault {}

    /// One at random of those that tell the sender to come back, or none; most often none.
    static Fault any(RandomGenerator random) {
        return switch (random.nextInt(40)) {
            case 0 -> new ResetBeforeBody();
            case 1 -> new ResetAfterBody(true);
            case 2 -> new ResetAfterBody(false);
            case 3 -> new ResetInAnswer();
            case 4 -> status(500);
            case 5 -> status(502);
            case 6 -> status(503, "Retry-After: 0");
            case 7 -> status(504);
            case 8 -> status(429, "Retry-After: 1");
            case 9 -> status(503, "Retry-After: -7");
            case 10 -> new Garbage();
            case 11 -> new Huge(1 << 20);
            case 12 -> new GzipBomb(1 << 24);
            default -> none();
        };
    }
}
