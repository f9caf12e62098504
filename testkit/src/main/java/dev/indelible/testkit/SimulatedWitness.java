package dev.indelible.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.sealing.WitnessClient;
import dev.indelible.proof.Cosignature;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.KeyType;
import dev.indelible.proof.NoteSignature;
import dev.indelible.proof.SigningKey;
import dev.indelible.proof.VerifierKey;
import dev.indelible.proof.WitnessDecision;
import dev.indelible.proof.WitnessRequest;
import dev.indelible.proof.WitnessState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A witness of one log, in memory. Its key anybody can guess.
public final class SimulatedWitness {
    private final SigningKey key;
    private final VerifierKey log;
    private WitnessState state = WitnessState.fresh();
    private boolean away;
    private boolean forging;
    private int repeats = 1;

    /// @param log whose checkpoints it cosigns
    public SimulatedWitness(String name, VerifierKey log) {
        byte[] seed = SlowTree.root(List.of(("witness " + name).getBytes(UTF_8)));
        this.key = SigningKey.of(KeyType.COSIGNATURE_ED25519, name, seed);
        this.log = log;
    }

    public String name() {
        return key.verifierKey().name();
    }

    public VerifierKey key() {
        return key.verifierKey();
    }

    /// Answers nothing from now on.
    public void leave() {
        away = true;
    }

    /// Answers again.
    public void comeBack() {
        away = false;
    }

    /// Cosigns with nonsense from now on.
    public void forge() {
        forging = true;
    }

    /// Sends its line so many times from now on.
    public void repeat(int times) {
        repeats = times;
    }

    /// Answers a request as tlog-witness says.
    public synchronized Optional<WitnessClient.Reply> answer(byte[] body, InstantSource clock) {
        if (away) {
            return Optional.empty();
        }
        WitnessRequest request = WitnessRequest.parse(body);
        return Optional.of(
                switch (state.decide(request, List.of(log), new JdkSignatures())) {
                    case WitnessDecision.Cosign(WitnessState next) -> {
                        state = next;
                        yield new WitnessClient.Reply(200, line(request, clock));
                    }
                    case WitnessDecision.Conflict conflict ->
                            new WitnessClient.Reply(409, conflict.body());
                    case WitnessDecision.Refuse(int status, String message) ->
                            new WitnessClient.Reply(status, message.getBytes(UTF_8));
                });
    }

    private byte[] line(WitnessRequest request, InstantSource clock) {
        NoteSignature good = Cosignature.sign(request.checkpoint(), key, clock.millis() / 1000);
        byte[] signature = good.signature();
        signature[20] ^= (byte) (forging ? 1 : 0);
        String line = NoteSignature.of(key.verifierKey(), signature).toString();
        return line.repeat(repeats).getBytes(UTF_8);
    }
}
