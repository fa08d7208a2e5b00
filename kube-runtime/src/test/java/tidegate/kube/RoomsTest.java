package tidegate.kube;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("tidegate.kube");

    @Test
    void theModuleStandsOnFewThings() {
        classes()
                .that()
                .resideInAPackage("tidegate.kube..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "tidegate.kube..",
                        "tidegate.api.json",
                        "okhttp3..",
                        "okio..",
                        "kotlin..",
                        "tools.jackson..",
                        "io.kubernetes.client.openapi",
                        "io.kubernetes.client.util.credentials")
                .because("no typed model may drop a field that it does not know")
                .check(CODE);
    }

    @Test
    void onlyTheTransportKnowsTheOfficialClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tidegate.kube.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kubernetes..", "okhttp3..", "okio..")
                .because("everything else works on the port, whatever carries it")
                .check(CODE);
    }

    @Test
    void onlyTheTimekeeperReadsClocks() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tidegate.kube.time")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .because("tests move time by hand")
                .check(CODE);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("tidegate.kube.(*)..").should().beFreeOfCycles().check(CODE);
    }
}
