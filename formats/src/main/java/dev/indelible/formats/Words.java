package dev.indelible.formats;

import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.Severity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the usual words of audit logs mean in ours: verbs, results, levels. Stateless; any thread.
final class Words {
    private static final Map<String, Operation> VERBS = new HashMap<>();
    private static final Map<String, Outcome> RESULTS = new HashMap<>();
    private static final Map<String, Severity> LEVELS = new HashMap<>();
    private static final Pattern SEGMENTS = Pattern.compile("[./:#]+");
    private static final Pattern WORDS =
            Pattern.compile("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final List<String> DENIALS =
            List.of(
                    "denied",
                    "unauthorized",
                    "forbidden",
                    "notauthorized",
                    "not authorized",
                    "unauthorised",
                    "authorizationfailed",
                    "auth_failed",
                    "permission_denied",
                    "unauthenticated");

    static {
        verbs(
                Operation.READ,
                "get list describe head read view search query lookup download watch show fetch"
                        + " export scan find browse select clone pull preview open check audit"
                        + " viewed accessed count test");
        verbs(
                Operation.CREATE,
                "create add insert new register invite generate import upload issue post copy"
                        + " provision publish make build allocate append");
        verbs(
                Operation.DELETE,
                "delete remove destroy purge drop deregister unregister terminate uninstall erase"
                        + " revoke deletecollection clear trash");
        verbs(
                Operation.UPDATE,
                "update modify put patch set change edit replace reset enable disable attach detach"
                        + " associate disassociate grant rename move restore archive unarchive"
                        + " transfer lock unlock suspend unsuspend activate deactivate assign"
                        + " unassign tag untag rotate write configure approve reject merge push"
                        + " expand upgrade migrate share unshare override");
        verbs(
                Operation.EXECUTE,
                "run execute exec invoke start stop send reboot restart trigger encrypt decrypt"
                        + " sign assume call submit deploy connect launch proxy portforward"
                        + " impersonate action evaluate");
        words(
                RESULTS,
                Outcome.SUCCESS,
                "success succeeded successful successfully ok allow allowed granted pass passed"
                        + " true completed complete done permit permitted request_succeeded");
        words(
                RESULTS,
                Outcome.FAILURE,
                "fail failed failure failing error errored false rejected timeout unsuccessful no"
                        + " invalid panic request_failed");
        words(
                RESULTS,
                Outcome.DENIED,
                "deny denied forbidden unauthorized block blocked refused access_denied"
                        + " accessdenied permission_denied unauthenticated auth_failed"
                        + " authorizationfailed");
        words(LEVELS, Severity.INFO, "debug trace default info information informational low");
        words(LEVELS, Severity.NOTICE, "notice");
        words(LEVELS, Severity.WARNING, "warn warning medium");
        words(LEVELS, Severity.ERROR, "error err high severe failure");
        words(LEVELS, Severity.CRITICAL, "critical crit alert emergency emerg fatal");
    }

    private Words() {}

    private static void verbs(Operation operation, String verbs) {
        words(VERBS, operation, verbs);
    }

    private static <T> void words(Map<String, T> table, T meaning, String words) {
        Arrays.stream(words.split(" ", -1)).forEach(word -> table.put(word, meaning));
    }

    /// The operation that an action's name tells: the first verb of its last segment that has one.
    /// `iam.CreateUser`, `user.lifecycle.create` and `users_created` are all creations.
    static Operation operation(String action) {
        String[] segments = SEGMENTS.split(action, -1);
        for (int i = segments.length - 1; i >= 0; i--) {
            for (String word : WORDS.split(segments[i], -1)) {
                Optional<Operation> operation = verb(word.toLowerCase(Locale.ROOT));
                if (operation.isPresent()) {
                    return operation.get();
                }
            }
        }
        return Operation.OTHER;
    }

    private static Optional<Operation> verb(String word) {
        Operation operation = VERBS.get(word);
        for (String ending : List.of("d", "ed", "s", "es", "ing")) {
            if (operation == null && word.endsWith(ending)) {
                operation = VERBS.get(word.substring(0, word.length() - ending.length()));
            }
        }
        return Optional.ofNullable(operation);
    }

    /// The outcome that a result's word or HTTP status tells; unknown for any other.
    static Outcome outcome(Node result) {
        if (!result.isScalar()) {
            return Outcome.UNKNOWN;
        }
        String word = result.lowerCase().strip();
        if (word.matches("[1-5]\\d\\d")) {
            return httpOutcome(Integer.parseInt(word));
        }
        Outcome outcome = RESULTS.get(word);
        if (outcome == null) {
            outcome = isDenial(word) ? Outcome.DENIED : RESULTS.get(WORDS.split(word, -1)[0]);
        }
        return outcome == null ? Outcome.UNKNOWN : outcome;
    }

    static Outcome httpOutcome(int status) {
        if (status == 401 || status == 403) {
            return Outcome.DENIED;
        }
        return status < 400 ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    /// Whether an error's code or message tells that somebody was not allowed to.
    static boolean isDenial(String error) {
        String lowerCase = error.toLowerCase(Locale.ROOT);
        return DENIALS.stream().anyMatch(lowerCase::contains);
    }

    static Optional<Severity> severity(Node level) {
        return Optional.ofNullable(level.isScalar() ? LEVELS.get(level.lowerCase()) : null);
    }

    /// By which way a client of this kind comes.
    static Channel channel(String userAgent) {
        String lowerCase = userAgent.toLowerCase(Locale.ROOT);
        if (lowerCase.startsWith("mozilla/") || lowerCase.contains("console.amazonaws.com")) {
            return Channel.UI;
        }
        for (String tool :
                List.of("aws-cli", "kubectl", "gcloud", "azurecli", "azure-cli", "roxctl")) {
            if (lowerCase.contains(tool)) {
                return Channel.CLI;
            }
        }
        return Channel.API;
    }
}
