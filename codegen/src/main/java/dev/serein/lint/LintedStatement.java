package dev.serein.lint;

import java.util.List;

/**
 * A statement of a new migration, and what it did.
 *
 * @param file as a person at the prompt would name it
 * @param line in which it begins, from 1
 * @param statement its first words
 * @param observed what it locks, rewrites, reads: {@code ACCESS EXCLUSIVE on orders}, {@code rewrites orders}
 * @param findings what is dangerous about it; usually nothing
 */
public record LintedStatement(
        String file, int line, String statement, List<String> observed, List<LintFinding> findings) {
    /**
     * Keeps the lists as they are now.
     *
     * @param file as a person at the prompt would name it
     * @param line in which it begins, from 1
     * @param statement its first words
     * @param observed what it locks, rewrites, reads
     * @param findings what is dangerous about it
     */
    public LintedStatement {
        observed = List.copyOf(observed);
        findings = List.copyOf(findings);
    }
}
