package dev.indelible.server;

import dev.indelible.core.intake.Candidate;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Placement;
import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.event.Actor;
import dev.indelible.event.ActorType;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.Json;
import dev.indelible.event.Limits;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.SentEvent;
import dev.indelible.event.Severity;
import dev.indelible.event.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// A week in a small shop's systems, so that there is something to see: people at work, a nightly
/// robot, and one account that is being broken into. The same week each time, up to now.
final class DemoEvents {
    static final String ORGANIZATION = "demo";
    private static final int COUNT = 2_000;
    private static final int OWN_EVENTS_MAX = 1_000;

    /// A little less than a week, so that none leaves the last seven days while one looks.
    private static final int HOURS = 7 * 24 - 4;

    private static final Duration SPAN = Duration.ofHours(HOURS);

    private static final List<Person> PEOPLE =
            List.of(
                    new Person("u-17", "jane.doe@example.com", "Jane Doe", "203.0.113.7"),
                    new Person("u-23", "omar.haddad@example.com", "Omar Haddad", "203.0.113.42"),
                    new Person("u-31", "mei.tanaka@example.com", "Mei Tanaka", "198.51.100.9"),
                    new Person(
                            "u-48", "lena.schmidt@example.com", "Lena Schmidt", "198.51.100.77"));
    private static final List<Act> ACTS =
            List.of(
                    new Act("user.login", Operation.EXECUTE, Category.SIGN_IN, "session"),
                    new Act("order.read", Operation.READ, Category.DATA_ACCESS, "order"),
                    new Act("order.refund", Operation.UPDATE, Category.ADMIN_ACTIVITY, "order"),
                    new Act("product.update", Operation.UPDATE, Category.ADMIN_ACTIVITY, "product"),
                    new Act("product.create", Operation.CREATE, Category.ADMIN_ACTIVITY, "product"),
                    new Act("customer.export", Operation.READ, Category.DATA_ACCESS, "customer"),
                    new Act("iam.role.grant", Operation.UPDATE, Category.ADMIN_ACTIVITY, "role"),
                    new Act("key.delete", Operation.DELETE, Category.ADMIN_ACTIVITY, "key"));

    private final Random random = new Random(20_260_101L);
    private final Instant end;

    /// The weight of all hours.
    private final double weights;

    private DemoEvents(Instant end) {
        this.end = end;
        weights = IntStream.range(0, HOURS).mapToDouble(this::weight).sum();
    }

    private record Person(String id, String email, String name, String ip) {}

    private record Act(String action, Operation operation, Category category, String target) {}

    /// Whether the organization has nothing yet but what Indelible tells of itself, such as of
    /// integrations that a file declares.
    static boolean areWanted(Journal journal) {
        List<Entry> first =
                journal.readOf(ORGANIZATION, 0, OWN_EVENTS_MAX, Limits.EVENT_BYTES_MAX * 4L);
        return first.size() == journal.nextSequence(ORGANIZATION)
                && first.stream().allMatch(DemoEvents::isOwn);
    }

    private static boolean isOwn(Entry entry) {
        return !entry.isExpired() && "indelible".equals(EventReader.event(entry.parts()).service());
    }

    /// Sends the week and returns how many events it has.
    static int send(Intake intake, Instant end) {
        var week = new DemoEvents(end);
        var candidates = new ArrayList<Candidate>(COUNT);
        for (int i = 0; i < COUNT; i++) {
            candidates.add(new Candidate.Understood(SentEvent.of(week.event(i))));
        }
        var placement = new Placement("demo", _ -> ORGANIZATION, Optional.empty(), BatchMode.EACH);
        return intake.accept(candidates, placement).size();
    }

    private AuditEvent event(int index) {
        boolean isRobot = index % 40 == 0;
        double share = (double) index / COUNT;
        long millis = isRobot ? (long) (SPAN.toMillis() * share) : worked(share);
        long at = end.toEpochMilli() - SPAN.toMillis() + millis + random.nextInt(60_000);
        EventTime time = EventTime.ofMillis(Math.min(end.toEpochMilli(), at));
        if (isRobot) {
            return robot(time);
        }
        return index > COUNT - 90 && index < COUNT - 30 ? breakIn(time) : work(time);
    }

    /// How far into the week this share of its work is done.
    private long worked(double share) {
        double left = share * weights;
        for (int hour = 0; ; hour++) {
            double weight = weight(hour);
            if (left < weight || hour == HOURS - 1) {
                return (long)
                        (Duration.ofHours(1).toMillis() * (hour + Math.min(1, left / weight)));
            }
            left -= weight;
        }
    }

    /// How much is done in an hour of the week: most by day, little at night and on Sundays.
    private double weight(int hour) {
        ZonedDateTime at = end.minus(SPAN).plus(Duration.ofHours(hour)).atZone(ZoneOffset.UTC);
        double day = Math.exp(-Math.pow((at.getHour() - 13) / 4.0, 2));
        boolean isWeekend = at.getDayOfWeek().getValue() > 5;
        return isWeekend ? 0.05 + 0.25 * day : 0.05 + day;
    }

    private AuditEvent work(EventTime time) {
        Person person = PEOPLE.get(random.nextInt(PEOPLE.size()));
        Act act = ACTS.get((int) (ACTS.size() * Math.pow(random.nextDouble(), 1.6)));
        int chance = random.nextInt(100);
        Outcome outcome =
                chance < 94 ? Outcome.SUCCESS : chance < 97 ? Outcome.FAILURE : Outcome.DENIED;
        String number = Integer.toString(1000 + random.nextInt(9000));
        return AuditEvent.named(act.action())
                .time(time)
                .operation(act.operation())
                .category(act.category())
                .outcome(outcome)
                .severity(outcome == Outcome.DENIED ? Severity.WARNING : Severity.INFO)
                .project("shop")
                .service("backoffice")
                .channel(random.nextInt(3) == 0 ? Channel.API : Channel.UI)
                .actor(Actor.of(ActorType.USER, person.id(), person.email(), person.name()))
                .targets(List.of(new Target(act.target(), act.target() + "-" + number, null)))
                .client(new Client(person.ip(), "Mozilla/5.0", null, null, null))
                .detail(detail(act, number, outcome))
                .build();
    }

    /// What was refused or failed changed nothing.
    private static Detail detail(Act act, String number, Outcome outcome) {
        boolean isChange = act.operation() == Operation.UPDATE && outcome == Outcome.SUCCESS;
        List<Detail.Change> changes = isChange ? List.of(change(act)) : List.of();
        String description =
                "%s %s from the back office".formatted(act.action().replace('.', ' '), number);
        return new Detail(description, null, null, null, changes, Map.of(), null);
    }

    private static Detail.Change change(Act act) {
        return act.target().equals("role")
                ? new Detail.Change("/access", Json.parse("\"read\""), Json.parse("\"write\""))
                : new Detail.Change("/price", Json.parse("19.90"), Json.parse("17.50"));
    }

    private AuditEvent robot(EventTime time) {
        return AuditEvent.named("backup.create")
                .time(time)
                .operation(Operation.CREATE)
                .category(Category.SYSTEM_EVENT)
                .outcome(Outcome.SUCCESS)
                .service("backup")
                .channel(Channel.SYSTEM)
                .actor(Actor.of(ActorType.SERVICE_ACCOUNT, "sa-backup", null, "nightly backup"))
                .targets(List.of(new Target("database", "orders", null)))
                .build();
    }

    private AuditEvent breakIn(EventTime time) {
        Person victim = PEOPLE.getLast();
        return AuditEvent.named("user.login")
                .time(time)
                .operation(Operation.EXECUTE)
                .category(Category.SIGN_IN)
                .outcome(Outcome.DENIED)
                .severity(Severity.WARNING)
                .service("sign-in")
                .channel(Channel.UI)
                .actor(Actor.of(ActorType.USER, victim.id(), victim.email(), victim.name()))
                .client(new Client("192.0.2.200", "python-requests/2.32", null, null, null))
                .detail(
                        new Detail(
                                "sign-in refused: wrong password, try %d"
                                        .formatted(random.nextInt(60)),
                                null,
                                null,
                                null,
                                List.of(),
                                Map.of(),
                                null))
                .build();
    }
}
