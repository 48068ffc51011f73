package dev.serein;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Which package may know which, and what nothing is ever called. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(Database.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void connectionKnowsNothingOfSerein() {
        classes()
                .that()
                .resideInAPackage("dev.serein.connection")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein.connection",
                        "java..",
                        "javax.sql..",
                        "javax.net..",
                        "org.newsclub.net.unix..",
                        "jdk.net..",
                        "javax.crypto..",
                        "javax.naming..",
                        "javax.security..",
                        "org.postgresql..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void typesKnowJooqAndTheDriverOnly() {
        classes()
                .that()
                .resideInAPackage("dev.serein.type")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.serein.type", "java..", "org.jooq..", "org.postgresql..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void whatALogFindsKnowsJooqAndTheDriverOnly() {
        classes()
                .that()
                .resideInAPackage("dev.serein.log")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.serein.log", "java..", "org.jooq..", "org.postgresql..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void theRootKnowsItsDriversAndConnectionOnly() {
        classes()
                .that()
                .resideInAPackage("dev.serein")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein",
                        "dev.serein.connection",
                        "dev.serein.log",
                        "dev.serein.type",
                        "java..",
                        "javax.sql..",
                        "javax.net.ssl..",
                        "jdk.jfr..",
                        "javax.crypto..",
                        "org.jooq..",
                        "com.zaxxer.hikari..",
                        "org.postgresql..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void filterKnowsJooqOnly() {
        classes()
                .that()
                .resideInAPackage("dev.serein.filter")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.serein.filter", "java..", "org.jooq..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void migrateKnowsTheRootAndFlyway() {
        classes()
                .that()
                .resideInAPackage("dev.serein.migrate")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein.migrate",
                        "dev.serein",
                        "dev.serein.connection",
                        "dev.serein.flyway",
                        "java..",
                        "javax.sql..",
                        "org.flywaydb..",
                        "org.postgresql..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void theDoctorKnowsWhatItExaminesAndNobodyButTheCommandLineKnowsIt() {
        classes()
                .that()
                .resideInAPackage("dev.serein.doctor")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein.doctor",
                        "dev.serein.migrate",
                        "dev.serein",
                        "dev.serein.connection",
                        "java..",
                        "javax.sql..",
                        "javax.net..",
                        "javax.security..",
                        "io.github.mfvanek..",
                        "org.jooq..",
                        "org.postgresql..",
                        "org.jspecify..")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.serein.doctor", "dev.serein.cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.serein.doctor", "io.github.mfvanek..")
                .check(MAIN);
    }

    @Test
    void theCommandLineKnowsAllOfThemAndNobodyKnowsIt() {
        classes()
                .that()
                .resideInAPackage("dev.serein.cli")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein.cli",
                        "dev.serein.doctor",
                        "dev.serein.migrate",
                        "dev.serein",
                        "dev.serein.connection",
                        "java..",
                        "org.jooq.tools.json..",
                        "picocli..",
                        "org.jspecify..")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.serein.cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.serein.cli", "picocli..")
                .check(MAIN);
    }

    @Test
    void onlyTheReleaseStepKnowsFlyway() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.serein.migrate")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.serein.flyway", "org.flywaydb..")
                .check(MAIN);
    }

    @Test
    void noPackageIsADrawerForAnything() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..internal..", "..core..", "..impl..", "..common..", "..base..")
                .check(MAIN);
    }

    @Test
    void typesAreNounsOfTheField() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Impl|Utils?)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(MAIN);
    }

    @Test
    void testsGetTheirServersFromTheKit() {
        JavaClasses tests = new ClassFileImporter()
                .importUrl(ArchitectureTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.zonky..", "org.testcontainers..")
                .check(tests);
    }
}
