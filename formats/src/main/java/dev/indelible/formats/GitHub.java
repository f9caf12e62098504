package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.util.List;
import java.util.Map;

/// GitHub's audit log of organizations and enterprises. It records what was done; only the name of
/// an action tells that something failed.
final class GitHub implements Format {
    private static final String[] TELLING = {
        "org",
        "repo",
        "repository",
        "business",
        "_document_id",
        "actor_location",
        "actor_ip",
        "actor_is_bot",
        "operation_type",
        "programmatic_access_type",
        "public_repo",
        "external_identity_nameid",
        "transport_protocol_name"
    };

    @Override
    public String name() {
        return "github";
    }

    @Override
    public boolean recognises(Node event) {
        String action = event.at("action").text();
        boolean named =
                action.length() <= dev.indelible.event.Limits.ACTION_CHARS_MAX
                        && action.matches("[a-z_0-9]+(\\.[a-z_0-9]+)+")
                        && !event.at("actor").isObject()
                        && !event.at("repo").isObject()
                        && !event.at("repository").isObject();
        return named
                && (event.count(TELLING) > 0
                        || (event.at("actor").isText()
                                && event.count("created_at", "@timestamp", "user") > 0));
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node documentId = event.at("_document_id");
        ForeignId.credible(name(), documentId).ifPresent(draft::id);
        Node repository = event.at("repo").or(event.at("repository"));
        draft.action(draft.text(event.at("action")))
                .service(name())
                .time(event.at("@timestamp"), event.at("created_at"), event.at("at_sign_timestamp"))
                .ip(event.at("actor_ip"))
                .userAgent(event.at("user_agent"))
                .requestId(event.at("request_id"))
                .project(draft.text(repository))
                .reason(draft.text(event.first("reason", "explanation")))
                .request(draft.text(event.at("request_method")), draft.text(event.at("url_path")))
                .responseCode(event.at("status_code"));
        String action = event.at("action").text();
        boolean failed = action.contains("fail") || action.contains("reject");
        boolean denied = action.contains("denied") || action.contains("blocked");
        draft.outcome(denied ? Outcome.DENIED : failed ? Outcome.FAILURE : Outcome.SUCCESS);
        kind(event, action, draft);
        actor(event, draft.actor());
        targets(event, repository, draft);
        changes(event, draft);
        String userAgent = draft.userAgent();
        if (event.at("programmatic_access_type").isPresent()) {
            draft.channel(Channel.API);
        } else if (userAgent != null) {
            draft.channel(Words.channel(userAgent));
        }
    }

    private static void kind(Node event, String action, Draft draft) {
        String type = event.at("operation_type").lowerCase();
        switch (type) {
            case "create" -> draft.operation(Operation.CREATE);
            case "access" -> draft.operation(Operation.READ);
            case "modify", "transfer", "restore" -> draft.operation(Operation.UPDATE);
            case "remove" -> draft.operation(Operation.DELETE);
            default -> {
                if (action.endsWith(".access")) {
                    // repo.access is a change of the visibility, not a visit.
                    draft.operation(Operation.UPDATE);
                }
            }
        }
        if (type.equals("authentication") || action.endsWith("login")) {
            draft.category(Category.SIGN_IN);
        } else if (type.equals("access") || action.startsWith("git.")) {
            draft.category(Category.DATA_ACCESS);
        } else {
            draft.category(Category.ADMIN_ACTIVITY);
        }
    }

    private static void actor(Node event, ActorDraft actor) {
        Node login = event.at("actor");
        boolean isBot = event.at("actor_is_bot").is("true") || login.text().endsWith("[bot]");
        boolean isKey = !login.isPresent() && event.at("deploy_key_fingerprint").isPresent();
        actor.id(login.or(event.first("actor_id", "deploy_key_fingerprint")))
                .name(login)
                .email(event.at("external_identity_nameid"))
                .type(isBot || isKey ? ActorType.SERVICE_ACCOUNT : ActorType.USER);
    }

    private static void targets(Node event, Node repository, Draft draft) {
        draft.target("repository", draft.text(repository), null);
        for (String kind :
                List.of(
                        "user",
                        "team",
                        "hook_id",
                        "ruleset_name",
                        "integration",
                        "branch",
                        "invitee")) {
            String type = kind.replaceAll("_(id|name)$", "");
            draft.target(type, draft.text(event.at(kind)), null);
        }
        if (!draft.hasTargets()) {
            draft.target("organization", draft.text(event.at("org")), null);
            draft.target("enterprise", draft.text(event.at("business")), null);
        }
    }

    /// `name_was`, `old_name` and `previous_name` stand beside the new `name`.
    private static void changes(Node event, Draft draft) {
        for (Map.Entry<String, Node> member : event.members()) {
            String name = member.getKey();
            String now = name.replaceAll("_was$|^old_|(?<=_)old_|^previous_", "");
            if (!now.equals(name)) {
                draft.change("/" + now, member.getValue(), event.at(now));
            }
        }
    }
}
