package dev.indelible.testkit.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/// What the provider answers, in Spring's terms.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Endpoints {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, Owners owners) throws Exception {
        return http.oauth2AuthorizationServer(server ->
                        server.oidc(oidc ->
                                oidc.userInfoEndpoint(info ->
                                        info.userInfoMapper(context ->
                                                owners.info(
                                                        context.getAuthorization()
                                                                .getPrincipalName())))))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    /// What the user info endpoint tells.
    record Owners(Map<String, OidcProvider.Person> people) {
        OidcUserInfo info(String name) {
            var claims = new HashMap<String, Object>();
            claims.put("sub", name);
            OidcProvider.Person person = people.get(name);
            if (person != null) {
                claims.putAll(person.claims());
            }
            return new OidcUserInfo(claims);
        }
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder().build();
    }

    static JWKSource<SecurityContext> keys(Supplier<JWKSet> now) {
        return (selector, _) -> selector.select(now.get());
    }

    static UserDetailsService people(Map<String, OidcProvider.Person> people) {
        return name -> {
            OidcProvider.Person person = people.get(name);
            if (person == null) {
                throw new UsernameNotFoundException(name);
            }
            return User.withUsername(name)
                    .password("{noop}" + person.password())
                    .authorities(List.of())
                    .build();
        };
    }

    /// What tokens tell, and how they are signed.
    record Telling(Function<String, Map<String, Object>> claims, SignatureAlgorithm algorithm) {}

    /// Found by its generic type, which an object that is merely registered does not have.
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> tokens(Telling telling) {
        return context -> {
            context.getJwsHeader().algorithm(telling.algorithm());
            Authentication principal = Objects.requireNonNull(context.getPrincipal());
            telling.claims()
                    .apply(principal.getName())
                    .forEach((name, value) -> context.getClaims().claim(name, value));
            // RFC 9068 wants the client in each.
            if (context.getTokenType().equals(OAuth2TokenType.ACCESS_TOKEN)) {
                context.getClaims()
                        .audience(List.of(OidcProvider.CLIENT, OidcProvider.AUDIENCE))
                        .claim("client_id", context.getRegisteredClient().getClientId());
            }
        };
    }
}
