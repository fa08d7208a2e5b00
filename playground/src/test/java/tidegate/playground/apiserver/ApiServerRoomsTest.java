package tidegate.playground.apiserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ApiServerRoomsTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tidegate.playground.apiserver");

    @Test
    void theApiStandsAlone() {
        classes()
                .that()
                .resideInAPackage("tidegate.playground.apiserver..")
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "tidegate.playground.apiserver..",
                        "tidegate.playground.http..",
                        "tidegate.controlplane..",
                        "java..",
                        "com.sun.net.httpserver..",
                        "tools.jackson..",
                        "org.slf4j..",
                        "org.jspecify..")
                .because("controllers, nodes and the product are its clients, over HTTP")
                .check(CODE);
    }

    @Test
    void whatOnlyComputesKnowsNoStoreAndNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..apiserver.patch..", "..apiserver.apply..", "..apiserver.schema..", "..apiserver.select..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..apiserver.store..", "..apiserver.write..", "..apiserver.serve..", "com.sun.net.httpserver..")
                .because("patches, owners, schemas and selectors are pure")
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..apiserver.patch..", "..apiserver.apply..", "..apiserver.schema..", "..apiserver.write..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .because("time is an argument")
                .check(CODE);
    }

    @Test
    void roomsDoNotDependOnEachOtherInACircle() {
        slices().matching("tidegate.playground.apiserver.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room is understood by itself")
                .check(CODE);
    }
}
