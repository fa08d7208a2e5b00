package tidegate.cli;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("tidegate.cli");

    @Test
    void viewsArePure() {
        noClasses()
                .that()
                .resideInAPackage("tidegate.cli.view")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tidegate.cli.client",
                        "tidegate.cli.command",
                        "okhttp3..",
                        "picocli..",
                        "java.io..",
                        "java.net..")
                .because("rendering has golden files")
                .check(CODE);
    }

    @Test
    void theClientKnowsNoCommands() {
        noClasses()
                .that()
                .resideInAPackage("tidegate.cli.client")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tidegate.cli.command", "tidegate.cli.view", "picocli..")
                .because("calls are the same whoever makes them")
                .check(CODE);
    }
}
