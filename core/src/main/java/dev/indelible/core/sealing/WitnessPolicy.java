package dev.indelible.core.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.proof.Limits;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Policy;
import dev.indelible.proof.VerifierKey;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whose cosignatures the anchor needs: the lines `witness`, `group` and `quorum` of a tlog-policy,
/// to which the logs of this instance are added where somebody needs a whole policy.
public final class WitnessPolicy {
    private static final String NOBODY = "quorum none\n";

    /// One signature line of a note is the log's own.
    private static final Pattern URL =
            Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[!-~]*)?");

    private static final int WITNESSES_MAX = Limits.SIGNATURES_MAX - 1;

    private final String lines;
    private final List<Policy.Witness> witnesses;

    private WitnessPolicy(String lines, List<Policy.Witness> witnesses) {
        this.lines = lines;
        this.witnesses = witnesses;
    }

    /// Asks nobody.
    public static WitnessPolicy none() {
        return new WitnessPolicy(NOBODY, List.of());
    }

    /// The policy in a file, whose `log` lines do not count.
    ///
    /// @param anchor the key of some log, to read it with
    /// @throws MalformedException if it is none
    public static WitnessPolicy parse(String file, VerifierKey anchor) {
        String lines =
                file.lines()
                        .filter(line -> !line.strip().startsWith("log"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
        Policy policy = whole(lines, List.of(anchor));
        if (policy.witnesses().size() > WITNESSES_MAX) {
            throw new MalformedException(
                    "at most %d witnesses can cosign one checkpoint".formatted(WITNESSES_MAX));
        }
        policy.witnesses().forEach(WitnessPolicy::requireUrl);
        return new WitnessPolicy(lines, policy.witnesses());
    }

    private static void requireUrl(Policy.Witness witness) {
        String url =
                witness.url()
                        .orElseThrow(() ->
                                new MalformedException(
                                        "witness %s has no URL".formatted(witness.name())));
        if (URL.matcher(url).matches()) {
            return;
        }
        throw new MalformedException(
                "witness %s: '%s' is no URL such as https://witness.example.com"
                        .formatted(witness.name(), url));
    }

    /// The whole policy for these logs.
    public Policy of(List<VerifierKey> logs) {
        return whole(lines, logs);
    }

    private static Policy whole(String lines, List<VerifierKey> logs) {
        String text = logs.stream().map("log %s\n"::formatted).collect(Collectors.joining());
        return Policy.parse((text + lines).getBytes(UTF_8));
    }

    /// Whom to ask.
    public List<Policy.Witness> witnesses() {
        return witnesses;
    }
}
