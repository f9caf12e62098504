package dev.indelible.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.EventTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person reads in each event: action, who, outcome, when, from where. `~` is absent.
class ExpectationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "~",
            textBlock =
"""
stackrox 1   | notifiers.create | user | john.doe@example.com | success | 2026-08-20T16:07:05.500171300Z | 203.0.113.7
stackrox 2   | notifiers.create | user | john.doe@example.com | success | 2026-08-20T16:07:05.500171300Z | 203.0.113.7
stackrox 3   | notifiers.create | user | john.doe@example.com | success | 2026-08-20T16:07:05.500171300Z | 203.0.113.7
stackrox 4   | notifiers.delete | user | admin | success | 2026-08-20T16:09:11.104Z | 203.0.113.7
stackrox 5   | authProviders.exchangeToken.create | anonymous | ~ | success | 2026-08-20T16:10:00.000000001Z | 203.0.113.7
stackrox 6   | apitokens.generate.create | anonymous | ~ | denied | 2026-08-20T16:10:02.500Z | 198.51.100.9
stackrox 7   | ClustersService.GetCluster | service-account | 8955ec1f-8aef-4200-a4df-d4f919444ba7 | success | 2026-08-20T16:11:00Z | ~
stackrox 8   | notifiers.delete | user | john.doe@example.com | denied | 2026-08-20T16:12:30.750Z | 203.0.113.7
stackrox 9   | TokenService.GenerateTokenForPermissionsAndScope | service-account | service:SENSOR_SERVICE:test-sensor-12345 | success | 2026-08-20T16:14:00.000001Z | ~
stackrox 10  | logimbue.create | user | admin | failure | 2026-08-20T16:15:00.900Z | 203.0.113.7
stackrox 11  | notifiers.create | user | john.doe@example.com | success | 2026-08-20T16:13:00.123456Z | 203.0.113.7
stackrox 12  | policy.violate | platform | stackrox | unknown | ~ | ~
stackrox 13  | notifiers.create | user | john.doe@example.com | success | 2019-05-28T16:07:05.500171300Z | ~
kubernetes 1 | pods.list | user | system:admin | denied | 2017-09-11T19:55:05Z | ::1
kubernetes 2 | pods.create | user | user@company.com | success | ~ | 1.2.3.4
kubernetes 3 | pods.exec.create | user | attacker@example.com | success | ~ | 10.0.1.50
kubernetes 4 | endpointslices.watch | service-account | system:serviceaccount:kube-system:coredns | denied | 2022-11-29T22:34:06.892Z | 10.0.27.115
kubernetes 5 | pods.log.get | user | kubernetes-admin | success | 2022-11-29T00:09:04.38Z | 5.5.5.5
cloudtrail 1 | ec2.StartInstances | user | arn:aws:iam::123456789012:user/DevUser | success | 2025-07-01T12:00:00Z | 192.0.2.10
cloudtrail 2 | signin.ConsoleLogin | user | arn:aws:iam::123456789012:user/tester | success | 2019-01-01T00:00:00Z | 111.111.111.111
cloudtrail 3 | sts.AssumeRole | platform | lambda.amazonaws.com | success | 2024-06-02T20:27:12Z | lambda.amazonaws.com
cloudtrail 4 | ec2.DeleteTrafficMirrorTarget | service-account | arn:aws:sts::123123123123:assumed-role/MakeStuffPublic | success | 2022-11-15T23:05:38Z | AWS Internal
cloudtrail 5 | ec2.DescribeInstances | user | arn:aws:iam::012345678901:user/fakeusername | success | 2022-02-07T22:23:37Z | 1.2.3.4
cloudtrail 6 | ec2.CreateImage | user | arn:aws:iam::444444444444:user/test | success | 2018-05-15T16:01:34Z | 12.10.0.1
cloudtrail 7 | ec2.GetPasswordData | service-account | arn:aws:sts::457448411975:assumed-role/stratus-red-team-ec2-get-password-data-role/aws-go-sdk-1722375070115152000 | denied | 2024-07-30T21:31:21Z | 200.249.253.51
cloudtrail 8 | cloudtrail.AwsCloudTrailInsight | anonymous | ~ | unknown | 2023-01-02T02:51:00Z | ~
gcp 1        | io.k8s.coordination.v1.leases.update | platform | system:gcp-controller-manager | success | 2025-08-15T12:54:34.966334Z | 172.16.0.3
gcp 2        | SetIamPolicy | user | bob@example.com | success | ~ | 111.111.111.111
gcp 3        | SignJwt | service-account | some-project@company.iam.gserviceaccount.com | denied | 2024-02-26T17:15:16.314854637Z | 1.2.3.4
gcp 4        | v1.compute.subnetworks.patch | user | user1@company.io | success | 2023-03-08T18:52:52.114Z | 1.2.3.4
gcp 5        | io.k8s.core.v1.pods.list | user | user@example.com | denied | ~ | 1.2.3.4
gcp 6        | google.ssh-serialport.v1.connect | anonymous | ~ | success | 2025-05-27T21:27:27.208503055Z | 192.168.1.100
azure 1      | microsoft.insights.diagnosticsettings.write | user | bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb | unknown | 2025-04-15T10:16:32.9873441Z | 203.0.113.10
azure 2      | microsoft.storage.storageaccounts.write | user | denethor@lotr.com | success | 2024-12-17T10:30:00.0000000Z | 1.1.1.1
azure 3      | pods.create | user | admin@example.com | success | ~ | 10.0.0.1
azure 4      | microsoft.authorization.elevateaccess.action | user | attacker@example.com | success | 2024-12-24T15:45:00.0000000Z | 203.0.113.42
azure 5      | microsoft.recoveryservices.vaults.backupfabrics.protectioncontainers.delete | anonymous | ~ | denied | 2025-01-27T17:00:00.0000000Z | 198.18.0.50
azure 6      | getblobserviceproperties | anonymous | ~ | unknown | 2024-12-19T17:01:29.151Z | 10.0.0.1
azure 7      | sign-in-activity | user | 3b4e2783-2b5d-4f1f-a3d9-ddc0ed1c623f | success | 2026-02-18T07:34:37.443Z | 203.0.113.10
azure 8      | user-has-elevated-their-access-to-user-access-administrator-for-their-azure-resources | user | user-admin-789 | success | 2025-01-15T08:45:30.123Z | 2.2.2.2
okta 1       | system.org.rate_limit.warning | user | 00u99ped55av2JpGs5d7 | success | 2024-05-02T18:46:21.121000000Z | 11.22.33.44
okta 2       | user.account.privilege.grant | user | 00uu1uuuuIlllaaaa356 | success | 2020-11-25T21:27:03.496000000Z | 136.24.229.58
okta 3       | system.operation.rate_limit.violation | user | 00abc456 | denied | 2022-08-29T16:07:26.592Z | 1.2.3.4
okta 4       | user.session.start | user | 00uwuwuwuwuwuwuwuwuw | success | 2023-06-12T22:26:01.951000Z | 12.12.12.11
okta 5       | user.session.start | user | 00ubewfku1EX0WCFk697 | failure | 2024-04-02T19:17:37.621000000Z | 99.108.5.25
github 1     | repo.add_member | user | bob | success | 2021-05-18T02:31:58.553Z | ~
github 2     | org.set_default_workflow_permissions | user | homersimpson | success | 2025-10-15T18:41:19.605000000Z | ~
github 3     | git.push | anonymous | ~ | success | 2021-06-17T23:15:19.091Z | ~
github 4     | repo.transfer | user | org-user | success | 2022-12-14T19:21:01.035Z | ~
github 5     | business_advanced_security.enabled | user | bobert | success | 2022-12-15T13:31:51.111Z | 12.12.12.12
generic 1    | user.login | user | xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx | unknown | 2023-10-03T19:02:28.044000Z | 192.168.100.100
generic 2    | UpdateIPRestrictions | user | test.user@company.com | success | 2024-07-31T18:10:33.436381Z | 12.34.56.78
generic 3    | FAILED_LOGIN | user | 12345678 | failure | ~ | 111.111.111.111
generic 4    | credentials_ok | user | 1234 | success | 2021-12-15T18:02:23Z | 1.1.1.1
generic 5    | update | user | 123 | unknown | 2021-05-28T18:39:50Z | 127.0.0.1
generic 6    | UserLoginFailed | user | e4ad2d28-703e-4189-9752-6b827ef9107d | failure | 2023-07-23T12:13:33Z | 2a09:bac5:114:105::1a:9b
generic 7    | updateWorkspaceSettings | user | admin@example.com | success | 2009-02-13T23:31:30.000Z | ~
generic 8    | login.failed | user | user-123 | failure | 2023-12-18T00:00:00Z | 203.0.113.100
generic 9    | app_resources_added | user | A012B3CDEFG | unknown | ~ | 1.2.3.4
generic 10   | generic.event | user | bob.ross@acme.com | unknown | 2023-11-14T20:57:19.186000000Z | 12.34.56.78
generic 11   | user_login_succeeded | user | 2222222 | success | 2021-10-21T23:38:10.364Z | 8.8.8.8
generic 12   | AuditAction.LoginFrom | user | denethor@lotr.com | failure | 2025-07-16T18:36:26.344609Z | 1.2.3.4
""")
    void eventIsReadAsAPersonReadsIt(
            String fixture,
            String action,
            String actorType,
            @Nullable String actorId,
            String outcome,
            @Nullable String time,
            @Nullable String ip) {
        String[] place = fixture.strip().split(" +", -1);

        AuditEvent event =
                Fixtures.event("auto", Fixtures.line(place[0], Integer.parseInt(place[1])));

        assertThat(event.format()).isEqualTo(place[0]);
        assertThat(event.action()).isEqualTo(action);
        assertThat(event.actor().type().label()).isEqualTo(actorType);
        assertThat(event.actor().id()).isEqualTo(actorId);
        assertThat(event.outcome().label()).isEqualTo(outcome);
        EventTime at = event.time();
        assertThat(at == null ? null : at.toString()).isEqualTo(time);
        Client client = Objects.requireNonNullElse(event.client(), NOBODY);
        assertThat(client.ip()).isEqualTo(ip);
    }

    private static final Client NOBODY = new Client(null, null, null, null, null);
}
