package dev.indelible.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.web.context.support.GenericWebApplicationContext;

/// An OpenID provider that is none of ours: Spring Authorization Server in Tomcat, on a free port
/// of loopback, with people who sign in by a form. Its issuer is [#url()]. Any thread.
public final class OidcProvider implements AutoCloseable {
    /// Of the one client that signs people in.
    public static final String CLIENT = "indelible";

    /// Its secret.
    public static final String SECRET = "a secret: for tests/only +%";

    /// The secret of the program `indelible-program`, which asks for itself.
    public static final String PROGRAM_SECRET = "secret-of-the-program";

    /// What access tokens are for, besides.
    public static final String AUDIENCE = "https://audit.example.com";

    private static final int RSA_BITS = 2048;

    private final Tomcat tomcat = new Tomcat();
    private final GenericWebApplicationContext spring = new GenericWebApplicationContext();
    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final SignatureAlgorithm algorithm;
    private final InMemoryRegisteredClientRepository clients;
    private volatile JWK key;
    private volatile List<JWK> others = List.of();
    private volatile boolean tokensTellNothing;
    private String url = "";
    private @Nullable Path folder;

    /// Somebody who can sign in.
    ///
    /// @param claims of each token about them, such as `email` and `groups`
    public record Person(String name, String password, Map<String, Object> claims) {}

    private OidcProvider(SignatureAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.key = newKey();
        this.clients =
                new InMemoryRegisteredClientRepository(
                        client("http://127.0.0.1/", false), program());
    }

    /// Starts one that signs by RS256.
    public static OidcProvider start() throws IOException {
        return start(SignatureAlgorithm.RS256);
    }

    /// Starts one that signs by ES256.
    public static OidcProvider startWithEllipticKeys() throws IOException {
        return start(SignatureAlgorithm.ES256);
    }

    private static OidcProvider start(SignatureAlgorithm algorithm) throws IOException {
        var provider = new OidcProvider(algorithm);
        try {
            provider.open();
            return provider;
        } catch (LifecycleException e) {
            provider.close();
            throw new IOException(e);
        }
    }

    private void open() throws IOException, LifecycleException {
        Path made = Files.createTempDirectory("oidc");
        folder = made;
        tomcat.setBaseDir(made.toString());
        tomcat.setSilent(true);
        tomcat.getConnector().setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", made.toString());
        // Filters answer everything, but only what some servlet is for.
        Tomcat.addServlet(context, "nothing", new HttpServlet() {}).addMapping("/");
        context.addServletContainerInitializer((_, servlets) -> begin(servlets), Set.of());
        tomcat.start();
        url = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
        if (!context.getState().isAvailable()) {
            throw new IOException("the provider did not start; its log says why");
        }
    }

    private void begin(ServletContext servlets) {
        spring.setServletContext(servlets);
        new AnnotatedBeanDefinitionReader(spring).register(Endpoints.class);
        spring.getBeanFactory().registerSingleton("keys", Endpoints.keys(this::keys));
        spring.getBeanFactory().registerSingleton("clients", clients);
        spring.getBeanFactory().registerSingleton("people", Endpoints.people(people));
        spring.getBeanFactory().registerSingleton("owners", new Endpoints.Owners(people));
        spring.getBeanFactory()
                .registerSingleton("telling", new Endpoints.Telling(this::claims, algorithm));
        spring.refresh();
        servlets.addFilter("security", spring.getBean("springSecurityFilterChain", Filter.class))
                .addMappingForUrlPatterns(null, false, "/*");
    }

    /// What it calls itself, and where it is.
    public String url() {
        return url;
    }

    /// Lets the client send people back to a server at this address.
    public void know(String server) {
        clients.save(client(server, false));
    }

    /// The same, but asks people each time whether they agree.
    public void knowWithConsent(String server) {
        clients.save(client(server, true));
    }

    private RegisteredClient client(String server, boolean consent) {
        return RegisteredClient.withId("1")
                .clientId(CLIENT)
                .clientSecret("{noop}" + SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(server + "/v1/session/callback")
                .postLogoutRedirectUri(server + "/")
                .scopes(scopes -> scopes.addAll(Set.of("openid", "email", "profile")))
                .clientSettings(
                        ClientSettings.builder()
                                .requireProofKey(true)
                                .requireAuthorizationConsent(consent)
                                .build())
                .tokenSettings(TokenSettings.builder().idTokenSignatureAlgorithm(algorithm).build())
                .build();
    }

    private static RegisteredClient program() {
        return RegisteredClient.withId("2")
                .clientId(CLIENT + "-program")
                .clientSecret("{noop}" + PROGRAM_SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .build();
    }

    /// Adds somebody, or changes who they are from their next token on.
    public void add(Person person) {
        people.put(person.name(), person);
    }

    /// Whether who somebody is, is told by the user info endpoint alone.
    public void tellTokensNothing(boolean nothing) {
        tokensTellNothing = nothing;
    }

    private Map<String, Object> claims(String name) {
        Person person = people.get(name);
        return person == null || tokensTellNothing ? Map.of() : person.claims();
    }

    /// Signs with another key from now on, and no longer publishes the one until now.
    public void rotate() {
        key = newKey();
    }

    /// Publishes these keys too.
    public void publish(JWK... more) {
        others = List.of(more);
    }

    /// What it signs with now, for tokens that a test makes itself.
    public JWK key() {
        return key;
    }

    private JWKSet keys() {
        var all = new ArrayList<JWK>();
        all.add(key);
        all.addAll(others);
        return new JWKSet(all);
    }

    private JWK newKey() {
        try {
            String id = UUID.randomUUID().toString();
            if (algorithm == SignatureAlgorithm.ES256) {
                ECKey made = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
                return new ECKey.Builder(made)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.parse(algorithm.getName()))
                        .build();
            }
            RSAKey made = new RSAKeyGenerator(RSA_BITS).keyID(id).generate();
            return new RSAKey.Builder(made)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.parse(algorithm.getName()))
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        spring.close();
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
