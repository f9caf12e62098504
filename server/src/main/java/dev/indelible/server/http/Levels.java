package dev.indelible.server.http;

import dev.indelible.core.access.Level;
import dev.indelible.core.access.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Levels and roles as requests name them.
final class Levels {
    private Levels() {}

    /// The level that a body names by `organization`, `folder` and `project`.
    static Level of(SmallBodies.Members body) {
        Optional<String> organization = body.text("organization");
        Optional<String> folder = body.text("folder");
        Optional<String> project = body.text("project");
        if (folder.isPresent() && project.isPresent()) {
            throw invalid("name a folder or a project, not both");
        }
        if (organization.isEmpty() && (folder.isPresent() || project.isPresent())) {
            throw invalid("a folder or a project is in an organization: name it too");
        }
        return new Level(organization.orElse(null), folder.orElse(null), project.orElse(null));
    }

    static Role role(String label) {
        return Role.find(label)
                .orElseThrow(() ->
                        invalid(
                                "role '%s' is none of: %s"
                                        .formatted(Texts.shown(label), Role.labels())));
    }

    static Set<Role> roles(List<String> labels) {
        var roles = EnumSet.noneOf(Role.class);
        labels.forEach(label -> roles.add(role(label)));
        return roles;
    }

    private static ProblemAnswer invalid(String detail) {
        return new ProblemAnswer(400, "parameter-invalid", detail);
    }
}
