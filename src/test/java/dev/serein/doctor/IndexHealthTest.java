package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexHealthTest {
    /** The library reads its statements by the loader of the thread, once and for all. */
    @Test
    void itsStatementsAreReadWhateverTheThreadKnows() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        ClassLoader bare = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader fresh = new URLClassLoader(classPath(), bare)) {
            thread.setContextClassLoader(bare);
            List<?> checks = (List<?>)
                    fresh.loadClass(Doctor.class.getName()).getMethod("checks").invoke(null);
            assertThat(checks.containsAll(List.of("invalid-index", "table-without-primary-key")))
                    .isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(bare);
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .map(IndexHealthTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
