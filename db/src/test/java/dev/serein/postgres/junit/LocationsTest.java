package dev.serein.postgres.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsInAJarIsCopiedOutOfIt() throws Exception {
        Path jar = folder.resolve("migrations of ours.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("jarred/migration/"));
            put(entries, "jarred/migration/V1__a.sql", "create table a (id int);");
            put(entries, "jarred/migration/more/V2__b.sql", "create table b (id int);");
            put(entries, "other/V3__c.sql", "create table c (id int);");
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Locations locations = new Locations(LocationsTest.class);
            List<Path> folders = locations.folders("classpath:jarred/migration");
            assertThat(folders).hasSize(1).isEqualTo(locations.folders("classpath:/jarred/migration"));
            assertThat(folders.get(0).resolve("more/V2__b.sql")).hasContent("create table b (id int);");
            assertThat(folders.get(0).resolve("V1__a.sql")).exists();
            assertThat(locations.script("classpath:other/V3__c.sql")).hasContent("create table c (id int);");
            assertThat(locations.folders("filesystem:migration")).containsExactly(Path.of("migration"));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void put(JarOutputStream jar, String name, String text) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
