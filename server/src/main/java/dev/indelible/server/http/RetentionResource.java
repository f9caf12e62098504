package dev.indelible.server.http;

import dev.indelible.core.access.Right;
import dev.indelible.core.lifecycle.Expiry;
import dev.indelible.core.lifecycle.Findings;
import dev.indelible.core.lifecycle.Kept;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.core.lifecycle.Retention;
import dev.indelible.core.search.Field;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// How long an organization keeps its events.
final class RetentionResource implements Endpoint.Resource {
    private final Lifecycle lifecycle;
    private final Expiry expiry;
    private final LifecycleRights rights;
    private final SmallBodies bodies;

    RetentionResource(
            Lifecycle lifecycle, Api.Deleting deleting, LifecycleRights rights, Bodies bodies) {
        this.lifecycle = lifecycle;
        this.expiry = deleting.expiry();
        this.rights = rights;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/retention", this::show).needing(Right.ADMINISTER),
                Endpoint.put("/v1/retention", this::keep).needing(Right.ADMINISTER));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization");
        String organization = rights.organization(request, parameters.text("organization"));
        Map<String, Object> members = members(organization, lifecycle.retention(organization));
        members.put("kept", kept(expiry.kept(organization)));
        Answers.ok(response, members);
    }

    private void keep(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "dry");
        SmallBodies.Members body = bodies.read(request, "organization", "bodyDays", "rules");
        String organization = rights.organization(request, body.text("organization"));
        var retention = new Retention(days(body.node()), rules(body.node().path("rules")));
        Map<String, Object> members = members(organization, retention);
        if (parameters.flag("dry", "true")) {
            Findings found =
                    rights.looks()
                            .at(organization, () -> lifecycle.expiring(organization, retention));
            members.putAll(preview(found));
        } else {
            lifecycle.keep(LifecycleRights.by(request), organization, retention);
        }
        Answers.ok(response, members);
    }

    private static int days(JsonNode node) {
        JsonNode days = node.path("bodyDays");
        if (!days.isIntegralNumber() || !days.canConvertToInt()) {
            throw new ProblemAnswer(400, "body-invalid", "'bodyDays' is a whole number");
        }
        return days.intValue();
    }

    private static List<Retention.Rule> rules(JsonNode array) {
        var rules = new ArrayList<Retention.Rule>();
        for (JsonNode node : array) {
            Field field = null;
            for (Field each : Retention.FIELDS) {
                if (node.path(label(each)).isString()) {
                    field = field == null ? each : Field.ACTION;
                }
            }
            var names = new TreeSet<>(node.propertyNames());
            names.remove("bodyDays");
            if (field == null || names.size() != 1 || field == Field.ACTION) {
                throw new ProblemAnswer(
                        400,
                        "body-invalid",
                        "a rule has bodyDays and one of category, operation, service");
            }
            rules.add(new Retention.Rule(field, node.path(label(field)).stringValue(), days(node)));
        }
        return rules;
    }

    private static String label(Field field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> members(String organization, Retention retention) {
        var members = new LinkedHashMap<String, Object>();
        members.put("organization", organization);
        members.put("bodyDays", retention.bodyDays());
        members.put("recordDays", lifecycle.recordDays());
        members.put(
                "rules",
                retention.rules().stream()
                        .map(rule -> {
                            var one = new LinkedHashMap<String, Object>();
                            one.put(label(rule.field()), rule.value());
                            one.put("bodyDays", rule.bodyDays());
                            return one;
                        })
                        .toList());
        return members;
    }

    /// What is over and not gone, and why.
    private static Map<String, Object> kept(Kept kept) {
        var members = new LinkedHashMap<String, Object>();
        members.put("held", kept.held());
        members.put("holds", kept.holds().stream().sorted().toList());
        members.put(
                "waitsFor",
                kept.waits().stream()
                        .map(wait -> {
                            var one = new LinkedHashMap<String, Object>();
                            one.put("kind", wait.kind());
                            if (!wait.ids().isEmpty()) {
                                one.put("integrations", wait.ids());
                            }
                            return one;
                        })
                        .toList());
        return members;
    }

    /// What would go, and what stays because it is held.
    static Map<String, Object> preview(Findings found) {
        var members = new LinkedHashMap<String, Object>();
        members.put("events", found.events());
        members.put("held", found.held());
        members.put("holds", found.holds().stream().sorted().toList());
        return members;
    }
}
