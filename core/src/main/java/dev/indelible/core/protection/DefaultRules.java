package dev.indelible.core.protection;

import java.util.List;
import java.util.Set;

/// The rules that hold unless they are switched off. docs/protection.md lists them.
public final class DefaultRules {
    private static final MemberNames PASSWORDS =
            MemberNames.joined(
                    Set.of("pwd"),
                    List.of("password", "passphrase", "passwd"),
                    List.of("passw", "passp", "pwd"));

    private static final MemberNames SECRETS =
            MemberNames.joined(
                    Set.of("secret", "clientsecret"),
                    List.of(
                            "secret",
                            "secretkey",
                            "secretaccesskey",
                            "apikey",
                            "privatekey",
                            "connectionstring"),
                    List.of("secret", "apikey", "privatekey", "connectionstring"));

    private static final MemberNames TOKENS =
            MemberNames.joined(
                    Set.of("token"),
                    List.of(
                            "accesstoken",
                            "refreshtoken",
                            "authtoken",
                            "bearertoken",
                            "sessiontoken",
                            "securitytoken",
                            "apitoken",
                            "idtoken"),
                    List.of("token"));

    private static final MemberNames AUTHORIZATION =
            MemberNames.joined(
                    Set.of("authorization", "proxyauthorization", "cookie", "setcookie"),
                    List.of(),
                    List.of("authorization", "cookie"));

    private static final MemberNames NONE = MemberNames.exactly(Set.of());

    private DefaultRules() {}

    /// All of them, those that take out most first.
    public static List<Rule> all() {
        return List.of(
                new Rule("private-key", NONE, List.of(), List.of(new PrivateKeys())),
                new Rule("indelible-key", NONE, List.of(), List.of(new Tokens(Tokens.Kind.OURS))),
                new Rule(
                        "authorization",
                        AUTHORIZATION,
                        List.of(),
                        List.of(new Credentials(), new Assignments(AUTHORIZATION, true))),
                new Rule(
                        "token",
                        TOKENS,
                        List.of(),
                        List.of(new Tokens(Tokens.Kind.OTHERS), new Assignments(TOKENS, false))),
                new Rule(
                        "password",
                        PASSWORDS,
                        List.of(),
                        List.of(new UrlPasswords(), new Assignments(PASSWORDS, false))),
                new Rule("secret", SECRETS, List.of(), List.of(new Assignments(SECRETS, false))),
                new Rule("card-number", NONE, List.of(), List.of(new CardNumbers())));
    }
}
