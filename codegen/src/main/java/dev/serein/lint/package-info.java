/**
 * Says what new migrations do to a database in use, by running them.
 *
 * <p>The main path: {@link dev.serein.lint.LintRequest} is what {@code serein:lint} and {@link dev.serein.lint.Main}
 * ask for; {@code Base} finds out what is released; {@link dev.serein.lint.Lint} makes a throwaway database with what
 * is released and some rows, and has Flyway apply the new migrations there; an {@code Observer} notes after each
 * statement what it has locked, rewritten and read, as an {@code Observation}; {@code Rules} say what is dangerous
 * about it, and what to write instead; {@link dev.serein.lint.LintText} tells people and programs.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Observed, not guessed from the text: whether a default is volatile, a type change rewrites, a constraint is
 *       proven by another, a block of code touches a table, only the server knows.
 *   <li>A lock is dangerous when it is held during work that grows with the rows of a table in use. A strong lock that
 *       is held for a moment is not: the release step lets others through if it does not get it at once.
 *   <li>What the release itself has made is used by nobody yet: nothing is dangerous for it.
 *   <li>What is released is told by files or their checksums, not by a live database: a build has no way to that. What
 *       {@code serein status --write} makes of one is such a list.
 *   <li>What breaks the older version is judged by what the release leaves behind, not statement by statement: a table
 *       that is renamed while a view takes its name breaks nothing.
 * </ul>
 *
 * <p>The rules, by the names under which a comment may allow them. Others wait because of {@code volatile-default},
 * {@code generated-column}, {@code domain-column} (a new column for which the table is written anew),
 * {@code type-change}, {@code not-null}, {@code create-index}, {@code unique-constraint}, {@code exclusion-constraint},
 * {@code foreign-key}, {@code check-constraint}, {@code domain-constraint} (held against all rows at once),
 * {@code validate-at-once} (in the file that adds the constraint), {@code attach-partition}, {@code set-tablespace},
 * {@code refresh-view}, {@code reindex}, {@code rewrite} (any other), {@code held-lock} (of another statement of the
 * file), {@code many-rows} (changed in one transaction). Rows go by {@code truncate}. {@code enum-value} and
 * {@code fails} are refused by the server. The older version no longer finds what it knows: {@code drop-table},
 * {@code rename-table}, {@code drop-column}, {@code rename-column}, {@code incompatible-type}, {@code enum-label}; or
 * cannot write as it did: {@code required-column}, {@code default-removed}, {@code read-only}, {@code tightened},
 * {@code unique-removed}; or has no right to it any more: {@code access-lost}, {@code row-security}; or calls what is
 * gone: {@code drop-function}, {@code drop-sequence}.
 *
 * <p>Not seen: how many rows a condition of an {@code update} or {@code delete} comes upon in production, and how small
 * a table is there; what bodies of functions, triggers and rules, owners and settings change for the older version.
 */
@NullMarked
package dev.serein.lint;

import org.jspecify.annotations.NullMarked;
