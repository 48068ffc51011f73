package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that DAOs fill by themselves are those of the names that the build gives, if they are fit for it. */
class ManagedColumnsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--version-column|text not null|<versionColumn>, is of type text",
                "--version-column|numeric not null|<versionColumn>, is of type numeric",
                "--version-column|int|<versionColumn>, may be null",
                "--version-column|int generated always as identity|<versionColumn>, is filled by the database",
                "--version-column|int not null generated always as (1) stored|<versionColumn>, is filled by the database",
                "--version-column|int, unique (it), constraint k primary key (id, it)|<versionColumn>, is part of the"
                        + " primary key",
                "--created-at-column|time|<createdAtColumn>, is of type time",
                "--updated-at-column|bigint|<updatedAtColumn>, is of type int8"
            })
    void aColumnThatIsNotFitIsRefused(String option, String type, String problem) throws IOException {
        Workspace project = project("id int" + (type.contains("primary") ? "" : " primary key") + ", it " + type);
        String fix = option.startsWith("--version")
                ? "make it a smallint, integer or bigint that is not null, or name another column"
                : "make it a date, timestamp or timestamptz, or name another column";
        assertThat(project.main(option, "it"))
                .isEqualTo(new Workspace.Run(
                        1, "", "The column public.users.it, named in " + problem + "\n  fix: " + fix + "\n"));
    }

    @Test
    void oneColumnCannotBeTwoOfThem() throws IOException {
        assertThat(project("id int primary key, it date")
                        .main("--created-at-column", "it", "--updated-at-column", "it"))
                .isEqualTo(new Workspace.Run(1, "", """
                        The column it cannot be two of version, time of creation and time of update
                          fix: name another column, or leave one of them out
                        """));
    }

    @Test
    void aDomainCountsAsTheTypeBelowIt() throws IOException {
        Workspace project = new Workspace(folder).migration("V1__users.sql", """
                create domain counter as int not null;
                create domain odd as counter check (value % 2 = 1);
                create table users (id int primary key, it odd);
                """);
        assertThat(project.main("--version-column", "it").err()).isEmpty();
        assertThat(project.file("UsersDao.java")).content().contains(".version(Users.USERS.IT, UsersRow::it)");
    }

    @Test
    void aTableWithoutPrimaryKeyTakesNoPart() throws IOException {
        Workspace project = project("it text");
        assertThat(project.main("--version-column", "it").err()).isEmpty();
        assertThat(project.file("UsersDao.java")).content().doesNotContain("version");
    }

    private Workspace project(String columns) throws IOException {
        return new Workspace(folder).migration("V1__users.sql", "create table users (" + columns + ");");
    }
}
