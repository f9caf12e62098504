package dev.indelible.server.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Vouched;
import dev.indelible.server.config.IssuerSettings;
import java.text.ParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/* Who somebody is. What an issuer has not verified must name nobody: else whoever may choose an
 * address there would be whomever they chose. So an e-mail address counts only with
 * `email_verified`, and a `sub` that looks like one only where the settings say that it may. */

/// What a token or an answer says of somebody, as an issuer's settings read it.
final class Claims {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}]+");
    private static final int GROUPS_MAX = 1000;
    private static final int GROUP_CHARS_MAX = 400;
    private static final List<String> PROGRAMS = List.of("client_id", "azp", "appid");

    private final IssuerSettings settings;
    private final List<JWTClaimsSet> sources;

    /// @param sources the first one that has a claim tells it
    Claims(IssuerSettings settings, List<JWTClaimsSet> sources) {
        this.settings = settings;
        this.sources = List.copyOf(sources);
    }

    /// Whether everything is there that may be asked for.
    boolean areWhole() {
        String named = settings.personClaim().orElse("email");
        return claim(named) != null
                && (!named.equals("email") || claim("email_verified") != null)
                && claim(settings.groupsClaim()) != null;
    }

    /// The person.
    ///
    /// @throws dev.indelible.core.ops.AuditException.Rejected if nothing names one safely
    Vouched person() {
        return vouched(Caller.Kind.PERSON, personId());
    }

    /// The person, or the program that has the token for itself.
    Vouched personOrProgram() {
        String subject = subject();
        boolean program =
                text("idtyp").filter("app"::equals).isPresent()
                        || PROGRAMS.stream()
                                .anyMatch(name -> text(name).filter(subject::equals).isPresent());
        return program ? vouched(Caller.Kind.PROGRAM, subject) : person();
    }

    private Vouched vouched(Caller.Kind kind, String name) {
        // A name that another issuer's people have is refused where it is known: Issuers.
        String id = settings.prefix() + name;
        Set<String> named = groups();
        var groups = new HashSet<String>();
        var mapped = new HashSet<Grant>();
        for (String group : named) {
            groups.add(settings.prefix() + group);
            mapped.addAll(settings.roles().getOrDefault(group, Set.of()));
        }
        String shown = text("name").or(() -> text("preferred_username")).orElse(id);
        return new Vouched(
                id, kind, shownName(shown), verifiedEmail().orElse(null), groups, mapped);
    }

    private static String shownName(String name) {
        String plain = UNSEEN.matcher(name).replaceAll(" ").strip();
        return plain.substring(0, Math.min(plain.length(), Vouched.NAME_CHARS_MAX));
    }

    private String personId() {
        Optional<String> claim = settings.personClaim();
        if (claim.isPresent()) {
            return claim.get().equals("email")
                    ? verifiedEmail()
                            .orElseThrow(() -> Issuer.refused("its e-mail address is not verified"))
                    : text(claim.get())
                            .orElseThrow(() -> Issuer.refused("it has no text as " + claim.get()));
        }
        Optional<String> email = verifiedEmail();
        if (email.isPresent()) {
            return email.get();
        }
        String subject = subject();
        if (subject.indexOf('@') >= 0) {
            throw Issuer.refused(
                    "its e-mail address is not verified, and its sub looks like one; where subs are"
                            + " safe, set issuer-%s-person-claim=sub".formatted(settings.name()));
        }
        return subject;
    }

    private String subject() {
        return text("sub").orElseThrow(() -> Issuer.refused("it has no sub"));
    }

    private Optional<String> verifiedEmail() {
        Object verified = claim("email_verified");
        boolean isVerified = Boolean.TRUE.equals(verified) || "true".equals(verified);
        return isVerified ? text("email") : Optional.empty();
    }

    private Set<String> groups() {
        var groups = new HashSet<String>();
        Object value = claim(settings.groupsClaim());
        Collection<?> items =
                value instanceof Collection<?> many
                        ? many
                        : value == null ? List.of() : List.of(value);
        for (Object item : items) {
            if (item instanceof String group
                    && !group.isBlank()
                    && group.length() <= GROUP_CHARS_MAX) {
                groups.add(group);
            }
        }
        if (groups.size() > GROUPS_MAX) {
            throw Issuer.refused("it names more than %d groups".formatted(GROUPS_MAX));
        }
        return groups;
    }

    Optional<String> text(String name) {
        return claim(name) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private @Nullable Object claim(String name) {
        return sources.stream()
                .map(source -> claim(source, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// By its name, or, where no claim is called so, by steps with dots between.
    private static @Nullable Object claim(JWTClaimsSet source, String name) {
        Object whole = source.getClaim(name);
        if (whole != null || name.indexOf('.') < 0) {
            return whole;
        }
        @Nullable Object at = source.getClaims();
        for (String step : name.split("\\.", -1)) {
            at = at instanceof Map<?, ?> members ? members.get(step) : null;
        }
        return at;
    }

    /// What a JSON object of claims says.
    static JWTClaimsSet parsed(String json) {
        try {
            return JWTClaimsSet.parse(json);
        } catch (ParseException e) {
            throw Issuer.refused("what the issuer says of its owner is not JSON");
        }
    }
}
