/**
 * The release step, and the doctor, as a program, in the jar that the application has anyway: the same image that runs
 * the application runs {@code java -cp "app.jar:lib/*" dev.serein.cli.Main migrate}.
 *
 * <p>The main path: {@link dev.serein.cli.Main} reads the arguments; each command is a class, and comes to an
 * {@code Answer}: data, a text, problems, and how the process ends.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Data goes to stdout, problems and progress to stderr. The process ends with 0 when all is fine, with 1 when it
 *       has found problems, with 2 when it could not run.
 *   <li>With {@code --json} there is exactly one document on stdout, of an error, too: a script reads one place. What
 *       went wrong is on stderr for people as well, where a build's log shows it.
 *   <li>There is no option for a URL or a password: the arguments of a process are seen by everybody on the machine,
 *       and are kept by the shell. An argument that is wrong is not quoted: it may be one.
 *   <li>stdout belongs to the answer: what a library or a console logger prints while the program runs goes to stderr.
 *   <li>Nothing is ever asked: a release has nobody to answer.
 * </ul>
 */
@NullMarked
package dev.serein.cli;

import org.jspecify.annotations.NullMarked;
