package dev.indelible.sinks;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Sink.Exchange;
import dev.indelible.sinks.http.Outcome;
import dev.indelible.sinks.http.Post;

/// Conversations fit to be shown.
public final class Exchanges {
    private Exchanges() {}

    public static Exchange of(Post post, Outcome outcome, Answer answer, boolean skipsVerify) {
        String response =
                switch (outcome) {
                    case Outcome.Answered answered ->
                            "HTTP " + answered.status() + "\n\n" + answered.excerpt();
                    case Outcome.Failed _ -> "";
                };
        return new Exchange(
                answer,
                post.shown(),
                response,
                outcome.phases(),
                outcome.tls(),
                meaning(answer) + (skipsVerify ? " " + UNVERIFIED : ""));
    }

    private static final String UNVERIFIED =
            "Its certificate is not verified: anybody in between can read and change everything.";

    /// What an answer means, one sentence.
    public static String meaning(Answer answer) {
        return switch (answer) {
            case Answer.Confirmed confirmed -> "It arrived: " + confirmed.receipt() + ".";
            case Answer.Waiting _ -> "It was taken; whether it is kept is still to be asked.";
            case Answer.Transient later ->
                    later.refusal().reason() + " Events are sent again until it takes them.";
            case Answer.Misconfigured wrong -> wrong.refusal().reason();
            case Answer.Refused refused -> refused.refusal().reason();
        };
    }
}
