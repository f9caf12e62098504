package dev.indelible.formats;

import dev.indelible.event.ActorType;

/// CloudTrail's `userIdentity`, a language of its own. The actor of an assumed role is the session;
/// the role is on whose behalf it acts. A session that is named by an e-mail address belongs to a
/// person, any other to a program.
final class AwsIdentity {
    private final Node identity;
    private final ActorDraft actor;

    AwsIdentity(Node identity, ActorDraft actor) {
        this.identity = identity;
        this.actor = actor;
    }

    void read() {
        actor.id(identity.first("arn", "principalId", "accountId", "identityStoreArn"))
                .name(identity.at("userName"))
                .email(identity.at("userName"));
        switch (identity.at("type").text()) {
            case "Root" -> actor.name("root");
            case "AssumedRole", "Role" -> assumedRole();
            case "AWSService" ->
                    actor.type(ActorType.PLATFORM).id(identity.first("invokedBy", "arn"));
            case "AWSAccount" -> account();
            case "IdentityCenterUser" -> identityCenter();
            case "FederatedUser", "SAMLUser", "WebIdentityUser" -> federated();
            default -> invoked();
        }
    }

    private void assumedRole() {
        String arn = identity.at("arn").text();
        String principal = identity.at("principalId").text();
        String session = "";
        if (arn.contains(":assumed-role/")) {
            session = arn.substring(arn.lastIndexOf('/') + 1);
        } else if (principal.contains(":")) {
            session = principal.substring(principal.indexOf(':') + 1);
        }
        Node source = identity.at("sessionContext", "sourceIdentity");
        boolean isPerson = session.indexOf('@') > 0 || source.isPresent();
        actor.type(isPerson ? ActorType.USER : ActorType.SERVICE_ACCOUNT)
                .name(source.isText() && source.isPresent() ? source.text() : session)
                .email(source)
                .email(session);
        Node issuer = identity.at("sessionContext", "sessionIssuer");
        actor.roles(issuer.at("userName"));
        actor.onBehalfOf()
                .type(ActorType.SERVICE_ACCOUNT)
                .id(issuer.first("arn", "principalId"))
                .name(issuer.at("userName"));
    }

    private void federated() {
        Node issuer = identity.at("sessionContext", "sessionIssuer");
        actor.onBehalfOf()
                .type(ActorType.USER)
                .id(issuer.first("arn", "principalId"))
                .name(issuer.at("userName"));
    }

    private void account() {
        boolean isAnonymous =
                identity.at("accountId").is("ANONYMOUS_PRINCIPAL")
                        || identity.at("accountId").is("anonymous");
        actor.type(isAnonymous ? ActorType.ANONYMOUS : ActorType.USER);
    }

    private void identityCenter() {
        actor.id(identity.at("onBehalfOf", "userId").or(identity.first("principalId", "arn")));
    }

    private void invoked() {
        if (!actor.isNamed() && identity.at("invokedBy").isPresent()) {
            actor.type(ActorType.PLATFORM).id(identity.at("invokedBy"));
        }
    }
}
