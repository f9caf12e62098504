package dev.indelible.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who may know whom. ARCHITECTURE.md tells it; this keeps it true.
class LayersTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.indelible");

    @Test
    void arrowsPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("event")
                .definedBy("dev.indelible.event..")
                .layer("proof")
                .definedBy("dev.indelible.proof..")
                .layer("core")
                .definedBy("dev.indelible.core..")
                .layer("formats")
                .definedBy("dev.indelible.formats..")
                .layer("file")
                .definedBy("dev.indelible.storage.file..")
                .layer("lucene")
                .definedBy("dev.indelible.storage.lucene..")
                .layer("sql")
                .definedBy("dev.indelible.storage.sql..")
                .layer("sinks")
                .definedBy("dev.indelible.sinks..")
                .layer("server")
                .definedBy("dev.indelible.server..")
                .whereLayer("event")
                .mayNotAccessAnyLayer()
                .whereLayer("proof")
                .mayNotAccessAnyLayer()
                .whereLayer("core")
                .mayOnlyAccessLayers("event", "proof")
                .whereLayer("formats")
                .mayOnlyAccessLayers("event")
                .whereLayer("file")
                .mayOnlyAccessLayers("event", "proof", "core")
                .whereLayer("lucene")
                .mayOnlyAccessLayers("event", "core")
                .whereLayer("sql")
                .mayOnlyAccessLayers("event", "core")
                .whereLayer("sinks")
                .mayOnlyAccessLayers("event", "core", "formats")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void roomsOfTheCoreHaveNoCircles() {
        slices().matching("dev.indelible.core.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void coreOpensNoFilesAndNoSocketsAndAsksNoClock() {
        noClasses()
                .that()
                .resideInAPackage("dev.indelible.core..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(File|FileInputStream|FileOutputStream|RandomAccessFile)")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callConstructor(Random.class)
                .check(CLASSES);
    }

    /// A clock that is set neither ends a session nor prolongs it, nor the wait of who failed too
    /// often: nothing that counts them asks it, nor gives them it in the place of a stopwatch.
    @Test
    void sessionsAndFailuresGoByNoClockThatIsSet() {
        noClasses()
                .that()
                .haveNameMatching(
                        "dev\\.indelible\\.(server\\.AccessRoom|server\\.http\\.Sessions|core\\.access\\.Failures)(\\$.*)?")
                .should()
                .accessTargetWhere(
                        describe(
                                "it is what a clock says",
                                access ->
                                        access.getTargetOwner().isAssignableTo(InstantSource.class)
                                                && Set.of("millis", "instant")
                                                        .contains(access.getTarget().getName())))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void librariesStayInTheirRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.indelible.storage.lucene..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.indelible.storage.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..", "org.flywaydb..", "org.sqlite..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.indelible.server.seal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.indelible.sinks..")
                .and()
                .resideOutsideOfPackages("dev.indelible.sinks", "dev.indelible.sinks.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.indelible.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..", "io.micrometer..")
                .check(CLASSES);
    }
}
