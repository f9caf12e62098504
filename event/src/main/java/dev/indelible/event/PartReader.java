package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Actor, targets, client and detail from their JSON.
final class PartReader {
    private final Tokens tokens;

    PartReader(Tokens tokens) {
        this.tokens = tokens;
    }

    Actor actor() {
        return actor(true);
    }

    private Actor actor(boolean mayDelegate) {
        var read =
                new Object() {
                    @Nullable ActorType type;
                    @Nullable String id;
                    @Nullable String email;
                    @Nullable String name;
                    List<String> roles = List.of();
                    @Nullable Json permissions;
                    List<Actor> onBehalfOf = List.of();
                };
        tokens.object(member -> {
            switch (member) {
                case "type" -> read.type = tokens.label(ActorType.class);
                case "id" -> read.id = tokens.text();
                case "email" -> read.email = tokens.text();
                case "name" -> read.name = tokens.text();
                case "roles" -> read.roles = tokens.texts();
                case "permissions" -> read.permissions = tokens.jsonObject();
                case "onBehalfOf" -> {
                    if (!mayDelegate) {
                        return false;
                    }
                    read.onBehalfOf = tokens.list(() -> actor(false));
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        boolean named = read.id != null || read.email != null || read.name != null;
        ActorType type =
                read.type != null ? read.type : named ? ActorType.USER : ActorType.ANONYMOUS;
        return new Actor(
                type,
                read.id,
                read.email,
                read.name,
                read.roles,
                read.permissions,
                read.onBehalfOf);
    }

    List<Target> targets() {
        return tokens.list(this::target);
    }

    private Target target() {
        var read =
                new Object() {
                    @Nullable String type;
                    @Nullable String id;
                    @Nullable String name;
                };
        tokens.object(member -> {
            switch (member) {
                case "type" -> read.type = tokens.text();
                case "id" -> read.id = tokens.text();
                case "name" -> read.name = tokens.text();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Target(read.type, read.id, read.name);
    }

    Client client() {
        var read =
                new Object() {
                    @Nullable String ip;
                    @Nullable String userAgent;
                    @Nullable String requestId;
                    @Nullable String sessionId;
                    @Nullable String traceparent;
                };
        tokens.object(member -> {
            switch (member) {
                case "ip" -> read.ip = tokens.text();
                case "userAgent" -> read.userAgent = tokens.text();
                case "requestId" -> read.requestId = tokens.text();
                case "sessionId" -> read.sessionId = tokens.text();
                case "traceparent" -> read.traceparent = tokens.text();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Client(
                read.ip, read.userAgent, read.requestId, read.sessionId, read.traceparent);
    }

    Detail detail() {
        var read =
                new Object() {
                    @Nullable String description;
                    @Nullable String reason;
                    Detail.@Nullable Request request;
                    Detail.@Nullable Response response;
                    List<Detail.Change> changes = List.of();
                    Map<String, String> labels = Map.of();
                    @Nullable Json original;
                };
        tokens.object(member -> {
            switch (member) {
                case "description" -> read.description = tokens.text();
                case "reason" -> read.reason = tokens.text();
                case "request" -> read.request = tokens.isNull() ? null : request();
                case "response" -> read.response = tokens.isNull() ? null : response();
                case "changes" -> read.changes = tokens.list(this::change);
                case "labels" -> read.labels = tokens.labels();
                case "original" -> read.original = tokens.json();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Detail(
                read.description,
                read.reason,
                read.request,
                read.response,
                read.changes,
                read.labels,
                read.original);
    }

    private Detail.Request request() {
        var read =
                new Object() {
                    @Nullable String method;
                    @Nullable String endpoint;
                    @Nullable Json params;
                    @Nullable Json payload;
                };
        tokens.object(member -> {
            switch (member) {
                case "method" -> read.method = tokens.text();
                case "endpoint" -> read.endpoint = tokens.text();
                case "params" -> read.params = tokens.json();
                case "payload" -> read.payload = tokens.json();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Detail.Request(read.method, read.endpoint, read.params, read.payload);
    }

    private Detail.Response response() {
        var read =
                new Object() {
                    @Nullable Long code;
                    @Nullable Long size;
                };
        tokens.object(member -> {
            switch (member) {
                case "code" -> read.code = tokens.integer();
                case "size" -> read.size = tokens.integer();
                default -> {
                    return false;
                }
            }
            return true;
        });
        Long code = read.code;
        if (code != null && (code < Integer.MIN_VALUE || code > Integer.MAX_VALUE)) {
            throw new InvalidEventException(
                    Code.INVALID_VALUE,
                    "detail.response.code",
                    "detail.response.code %d does not fit 32 bits".formatted(code));
        }
        return new Detail.Response(code == null ? null : code.intValue(), read.size);
    }

    private Detail.Change change() {
        var read =
                new Object() {
                    @Nullable String path;
                    @Nullable Json oldValue;
                    @Nullable Json newValue;
                };
        tokens.object(member -> {
            switch (member) {
                case "path" -> read.path = tokens.text();
                case "old" -> read.oldValue = tokens.json();
                case "new" -> read.newValue = tokens.json();
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (read.path == null) {
            throw new InvalidEventException(
                    Code.MISSING_MEMBER, tokens.path() + ".path", tokens.path() + " has no path");
        }
        return new Detail.Change(read.path, read.oldValue, read.newValue);
    }
}
