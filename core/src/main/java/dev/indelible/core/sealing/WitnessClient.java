package dev.indelible.core.sealing;

import java.util.List;
import java.util.Optional;

/// Asks witnesses, all at once.
@FunctionalInterface
public interface WitnessClient {
    /// One question: `POST <url>/add-checkpoint`.
    ///
    /// @param url the witness's submission prefix
    /// @param body of the request
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Question(String url, byte[] body) {}

    /// What came back.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, byte[] body) {}

    /// Asks and waits for all, a second at most.
    ///
    /// @return for each question in order its reply, or nothing if none came
    List<Optional<Reply>> ask(List<Question> questions);
}
