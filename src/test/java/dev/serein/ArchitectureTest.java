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
    void connection_knows_nothing_of_serein() {
        classes()
                .that()
                .resideInAPackage("dev.serein.connection")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein.connection", "java..", "javax.sql..", "org.postgresql..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void the_root_knows_its_drivers_and_connection_only() {
        classes()
                .that()
                .resideInAPackage("dev.serein")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.serein",
                        "dev.serein.connection",
                        "java..",
                        "javax.sql..",
                        "javax.net.ssl..",
                        "org.jooq..",
                        "com.zaxxer.hikari..",
                        "org.postgresql..",
                        "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void no_package_is_a_drawer_for_anything() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..internal..", "..core..", "..impl..", "..common..", "..base..")
                .check(MAIN);
    }

    @Test
    void types_are_nouns_of_the_field() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Impl|Utils?)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(MAIN);
    }
}
