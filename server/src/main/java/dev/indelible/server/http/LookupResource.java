package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.access.View;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.protection.MemberPath;
import dev.indelible.core.search.Lookups;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `POST /v1/lookup-hash`: whether a value that the caller knows is in the log.
final class LookupResource implements Endpoint.Resource {
    private final Lookups lookups;
    private final Access access;
    private final Reading reading;
    private final SmallBodies bodies;

    LookupResource(Lookups lookups, Access access, Reading reading, Bodies bodies) {
        this.lookups = lookups;
        this.access = access;
        this.reading = reading;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/lookup-hash", this::lookUp).searching());
    }

    private void lookUp(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        SmallBodies.Members body = bodies.read(request, "organization", "member", "value");
        String organization = body.required("organization");
        Scope scope =
                access.scope(Authentication.caller(request), Right.READ, View.of(organization));
        MemberPath member = member(body.required("member"));
        Lookups.Found found =
                lookups.find(
                        Authentication.caller(request),
                        scope,
                        organization,
                        member,
                        body.required("value"));
        reading.lookup(request, organization, member + " " + found.hash(), found.entries());
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(
                utf8(
                        "{\"hash\":\"%s\",\"hashAsWritten\":\"%s\",\"count\":%d,\"events\":["
                                .formatted(found.hash(), found.hashAsWritten(), found.count())));
        String separator = "";
        for (Entry entry : found.entries()) {
            answer.writeBytes(utf8(separator));
            answer.writeBytes(entry.text());
            separator = ",\n";
        }
        answer.writeBytes(utf8("]}\n"));
        Answers.send(response, 200, Answers.JSON, answer.toByteArray());
    }

    private static MemberPath member(String text) {
        try {
            MemberPath member = MemberPath.of(text);
            member.requireMember();
            return member;
        } catch (IllegalArgumentException e) {
            throw new ProblemAnswer(400, "parameter-invalid", String.valueOf(e.getMessage()));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
